import { describe, expect, it } from 'vitest'
import { createSettling } from '../../../../main/catalog/folders/settling.ts'

describe('a file', () => {
  it('that was written to long ago is whole', () => {
    expect(createSettling(2000, () => 10_000).isSettled({ path: '/a', fingerprint: '1', modifiedMs: 7000 })).toBe(true)
  })

  it('that is written to is whole once it has stayed the same for a while', () => {
    let time = 10_000
    const { isSettled } = createSettling(2000, () => time)
    const look = (fingerprint: string, modifiedMs = time) => isSettled({ path: '/a', fingerprint, modifiedMs })
    expect(look('1')).toBe(false)
    time += 1500
    expect(look('2')).toBe(false)
    time += 1500
    // A copy whose time is set back is still being written.
    expect(look('3', 0)).toBe(false)
    time += 1999
    expect(look('3', 0)).toBe(false)
    time += 1
    expect(look('3', 0)).toBe(true)
  })

  it('that is dated ahead, by a clock elsewhere, is whole in the end', () => {
    let time = 10_000
    const { isSettled } = createSettling(2000, () => time)
    const look = () => isSettled({ path: '/a', fingerprint: '1', modifiedMs: 99_000 })
    expect(look()).toBe(false)
    time += 2000
    expect(look()).toBe(true)
  })
})
