import { join } from 'node:path'
import { builtInModel } from '../catalog/built-in-model.ts'
import { chooseProviders, writeDeviceRecord } from '../engine/device-record.ts'
import type { DeviceTest } from '../engine/device-test-result.ts'
import { testDevices } from '../engine/device-tests.ts'
import { onestrokeVersion } from '../files/resources.ts'
import type { Application } from './application.ts'
import { createProgressLine } from './progress-line.ts'

interface DeviceResult extends DeviceTest {
  /** Whether "auto" uses it. */
  readonly used: boolean
}

function describeForPeople({ provider, passed, used, available, reason, maxError, runMs }: DeviceResult): string {
  const name = provider.padEnd(8)
  if (!available) return `${name} not available: ${reason.split('\n')[0] ?? ''}`
  const error = `off by at most ${(maxError ?? 0).toExponential(1)}`
  if (!passed) return `${name} wrong results (${error}); it is not used`
  return `${name} works: ${(runMs ?? 0).toFixed(0)} ms for a small model’s step at 512×512, ${error}${used ? '  ← used by default' : ''}`
}

/** `onestroke devices`: tests every provider with a small real network, and remembers what "auto" may use. */
export async function runDevices(application: Application, options: { readonly json?: boolean }): Promise<void> {
  const { engine, folders, print, signal } = application
  const progress = createProgressLine(application)
  const model = { path: builtInModel().path, vae: null, loras: [] }
  const tests = await testDevices(engine, {
    model,
    signal,
    onDevice: (provider) => progress.show(`testing ${provider}`),
  })
  progress.clear()
  const onestroke = onestrokeVersion()
  const record = { onestroke, testedAt: Date.now(), tests }
  await writeDeviceRecord(join(folders.data, 'devices.json'), record)
  const [chosen] = chooseProviders('auto', record, onestroke)
  const report: DeviceResult[] = tests.map((test) => ({ ...test, used: test.provider === chosen }))
  if (options.json === true) print(JSON.stringify({ devices: report }))
  else report.map(describeForPeople).forEach(print)
}
