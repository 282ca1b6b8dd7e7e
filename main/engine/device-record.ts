import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeFileAtomically } from '../files/atomic-write.ts'
import { deviceTestSchema } from './device-test-result.ts'
import type { Provider } from './protocol.ts'

const recordSchema = z.object({
  /** The Onestroke that measured: another one may bring another ONNX Runtime. */
  onestroke: z.string(),
  /** Milliseconds since 1970. */
  testedAt: z.int().nonnegative(),
  tests: z.array(deviceTestSchema),
})

/** How each provider did in the self-test on this computer. */
export type DeviceRecord = z.infer<typeof recordSchema>

/** The record of the last test; null where there is none that can be read. */
export function readDeviceRecord(path: string): DeviceRecord | null {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

/** @throws FileError naming the file. */
export async function writeDeviceRecord(path: string, record: DeviceRecord): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFileAtomically(path, Buffer.from(JSON.stringify(record, null, 2)), { replace: true })
}

/**
 * Providers to try, in order. A device that was named is used or refused, never silently replaced. "auto" means the
 * CPU, unless a self-test on this computer has shown a provider to be right and quicker.
 */
export function chooseProviders(
  device: 'auto' | Provider,
  record: DeviceRecord | null,
  onestroke: string,
): readonly Provider[] {
  if (device !== 'auto') return [device]
  if (record === null || record.onestroke !== onestroke) return ['cpu']
  const times = record.tests.flatMap(({ provider, passed, runMs }) =>
    passed && runMs !== null ? [{ provider, runMs }] : [],
  )
  const [fastest] = times.toSorted((a, b) => a.runMs - b.runMs)
  return fastest === undefined || fastest.provider === 'cpu' ? ['cpu'] : [fastest.provider, 'cpu']
}
