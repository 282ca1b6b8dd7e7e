import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  chooseProviders,
  readDeviceRecord,
  writeDeviceRecord,
  type DeviceRecord,
} from '../../../main/engine/device-record.ts'
import type { DeviceTest } from '../../../main/engine/device-test-result.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const record: DeviceRecord = {
  onestroke: '0.1.0',
  testedAt: 1_764_000_000_000,
  tests: [passed('cpu', 12), passed('webgpu', 3), { ...passed('dml', 1), passed: false }, passed('cuda', 2)],
}

function passed(provider: DeviceTest['provider'], runMs: number): DeviceTest {
  return { provider, passed: true, available: true, reason: '', maxError: 0, runMs }
}

describe('chooseProviders', () => {
  it.each<[why: string, device: Parameters<typeof chooseProviders>[0], known: DeviceRecord | null, expected: string[]]>(
    [
      ['a named device is used or refused, never replaced', 'cuda', record, ['cuda']],
      ['a named device needs no record', 'webgpu', null, ['webgpu']],
      ['without a record, the CPU', 'auto', null, ['cpu']],
      ['the quickest that passed, then the CPU', 'auto', record, ['cuda', 'cpu']],
      ['the CPU where it is the quickest', 'auto', { ...record, tests: record.tests.slice(0, 1) }, ['cpu']],
      ['the CPU where nothing passed', 'auto', { ...record, tests: [] }, ['cpu']],
      ['the CPU where another Onestroke measured', 'auto', { ...record, onestroke: '0.0.9' }, ['cpu']],
    ],
  )('%s', (_, device, known, expected) => {
    expect(chooseProviders(device, known, '0.1.0')).toEqual(expected)
  })
})

describe('the record', () => {
  it('is read as it was written, in a folder made for it', async () => {
    const path = join(folder, 'data', 'devices.json')
    await writeDeviceRecord(path, record)
    expect(readDeviceRecord(path)).toEqual(record)
    await writeDeviceRecord(path, { ...record, tests: [] })
    expect(readDeviceRecord(path)?.tests).toEqual([])
  })

  it.each(['', '{', '[]', '{"onestroke":"1","passed":[{"provider":"cpu","runMs":1}]}'])(
    'counts as missing where the file says %j',
    (text) => {
      const path = join(folder, 'damaged.json')
      writeFileSync(path, text)
      expect(readDeviceRecord(path)).toBeNull()
    },
  )

  it('may be missing', () => {
    expect(readDeviceRecord(join(folder, 'none.json'))).toBeNull()
  })
})
