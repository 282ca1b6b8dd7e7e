import { describe, expect, it } from 'vitest'
import { decideTiling } from '../../../main/generation/decide-tiling.ts'

const large = { width: 1024, height: 768, decoderWorkingBytes: 5e9 }

describe('decideTiling', () => {
  it('cuts a picture by itself only where decoding it whole does not fit', () => {
    expect(decideTiling('auto', { ...large, availableBytes: 5e9 })).toBe(false)
    expect(decideTiling('auto', { ...large, availableBytes: 5e9 - 1 })).toBe(true)
  })

  it('does what was chosen, whatever fits', () => {
    expect(decideTiling('on', { ...large, availableBytes: 50e9 })).toBe(true)
    expect(decideTiling('off', { ...large, availableBytes: 1 })).toBe(false)
  })

  it('never cuts a picture that is one tile', () => {
    const small = { width: 512, height: 256, decoderWorkingBytes: 5e9, availableBytes: 1 }
    expect(decideTiling('on', small)).toBe(false)
    expect(decideTiling('auto', small)).toBe(false)
    expect(decideTiling('auto', { ...small, height: 520 })).toBe(true)
  })
})
