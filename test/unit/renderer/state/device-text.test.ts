import { describe, expect, it } from 'vitest'
import { dialogs as de } from '../../../../renderer/messages/de/dialogs.ts'
import { dialogs as en } from '../../../../renderer/messages/en/dialogs.ts'
import { cpuReason, deviceResult } from '../../../../renderer/state/device-text.ts'

const works = { provider: 'webgpu' as const, available: true, passed: true, reason: '', maxError: 0, runMs: 12.345 }

describe('deviceResult', () => {
  it('tells how fast a device is, that it is wrong, or why it is not there', () => {
    expect(deviceResult(works, en.devices, 'en')).toBe('Works: 12 ms for a step of the built-in model at 512 × 512')
    expect(deviceResult({ ...works, runMs: 0.0461 }, de.devices, 'de')).toBe(
      'Läuft: 0,046 ms für einen Schritt des eingebauten Modells bei 512 × 512',
    )
    expect(deviceResult({ ...works, passed: false }, en.devices, 'en')).toBe(
      'Computes wrong results here, so it is not used',
    )
    const gone = { ...works, available: false, passed: false, reason: 'no driver\nat line 3' }
    expect(deviceResult(gone, en.devices, 'en')).toBe('Not available: no driver')
  })
})

describe('cpuReason', () => {
  it('is empty where the CPU is not used by itself', () => {
    const devices = { next: 'cuda' as const, autoUsesCpu: null, testing: null, testedAt: null, tests: [] }
    expect(cpuReason(devices, en.devices)).toBe('')
    expect(cpuReason({ ...devices, next: 'cpu', autoUsesCpu: 'untested' }, en.devices)).toMatch(/until .* tested/)
  })
})
