import { join } from 'node:path'
import { builtInModel } from '../catalog/built-in-model.ts'
import { EngineCrashedError } from '../engine/engine-errors.ts'
import { chooseProviders, writeDeviceRecord } from '../engine/device-record.ts'
import { providerSchema, type Provider, type ResultOf } from '../engine/protocol.ts'
import { onestrokeVersion } from '../files/resources.ts'
import type { Application } from './application.ts'
import { createProgressLine } from './progress-line.ts'

/** A GPU's float32 rounds otherwise than a CPU's; beyond this it computes something else. */
const TOLERANCE = 0.01

interface DeviceResult extends ResultOf<'selfTest'> {
  readonly provider: Provider
  readonly passed: boolean
  /** Whether "auto" uses it. */
  readonly used: boolean
}

async function test(application: Application, provider: Provider): Promise<Omit<DeviceResult, 'used'>> {
  const { path } = builtInModel()
  const model = { path, vae: null, loras: [] }
  const { engine, signal } = application
  try {
    const result = await engine.request('selfTest', { provider, model }, { signal })
    return { provider, passed: result.maxError !== null && result.maxError <= TOLERANCE, ...result }
  } catch (error) {
    if (!(error instanceof EngineCrashedError)) throw error
    // A driver that takes the process down is a result too.
    const reason = `it made the engine stop. ${error.lastOutput.split('\n').at(-1) ?? ''}`.trim()
    return { provider, passed: false, available: false, reason, maxError: null, runMs: null }
  }
}

function describeForPeople({ provider, passed, used, available, reason, maxError, runMs }: DeviceResult): string {
  const name = provider.padEnd(8)
  if (!available) return `${name} not available: ${reason.split('\n')[0] ?? ''}`
  const measured = `${(runMs ?? 0).toFixed(1)} ms for a small step, off by at most ${(maxError ?? 0).toExponential(1)}`
  if (!passed) return `${name} wrong results (${measured}); it is not used`
  return `${name} works: ${measured}${used ? '  ← used by default' : ''}`
}

/** `onestroke devices`: tests every provider with a small real network, and remembers what "auto" may use. */
export async function runDevices(application: Application, options: { readonly json?: boolean }): Promise<void> {
  const progress = createProgressLine(application)
  const results: Omit<DeviceResult, 'used'>[] = []
  for (const provider of providerSchema.options) {
    progress.show(`testing ${provider}`)
    results.push(await test(application, provider))
  }
  progress.clear()
  const onestroke = onestrokeVersion()
  const passed = results.flatMap(({ provider, passed: ok, runMs }) =>
    ok && runMs !== null ? [{ provider, runMs }] : [],
  )
  const record = { onestroke, passed }
  await writeDeviceRecord(join(application.folders.data, 'devices.json'), record)
  const [chosen] = chooseProviders('auto', record, onestroke)
  const report: DeviceResult[] = results.map((result) => ({ ...result, used: result.provider === chosen }))
  if (options.json === true) application.print(JSON.stringify({ devices: report }))
  else report.map(describeForPeople).forEach(application.print)
}
