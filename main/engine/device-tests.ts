import type { DeviceTest } from './device-test-result.ts'
import type { Engine } from './engine-client.ts'
import { EngineCrashedError } from './engine-errors.ts'
import { providerSchema, SELF_TEST_TOLERANCE, type ModelSpec, type Provider } from './protocol.ts'

async function testDevice(engine: Engine, provider: Provider, { model, signal }: DeviceTesting): Promise<DeviceTest> {
  try {
    const result = await engine.request('selfTest', { provider, model }, { signal })
    return { provider, passed: result.maxError !== null && result.maxError <= SELF_TEST_TOLERANCE, ...result }
  } catch (error) {
    if (!(error instanceof EngineCrashedError)) throw error
    // A driver that takes the process down is a result too.
    const reason = `it made the engine stop. ${error.lastOutput.split('\n').at(-1) ?? ''}`.trim()
    return { provider, passed: false, available: false, reason, maxError: null, runMs: null }
  }
}

export interface DeviceTesting {
  /** A small one whose networks are run. */
  readonly model: ModelSpec
  readonly signal: AbortSignal
  readonly onDevice: (provider: Provider) => void
}

/**
 * Tests every provider with a small real network, one after another.
 * @throws CancelledError; EngineError where the engine itself cannot run.
 */
export async function testDevices(engine: Engine, testing: DeviceTesting): Promise<DeviceTest[]> {
  const tests: DeviceTest[] = []
  for (const provider of providerSchema.options) {
    testing.onDevice(provider)
    tests.push(await testDevice(engine, provider, testing))
  }
  return tests
}
