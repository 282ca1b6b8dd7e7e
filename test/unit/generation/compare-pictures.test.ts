import { describe, expect, it } from 'vitest'
import { comparePictures, listChanges, meanDifference } from '../../../main/generation/compare-pictures.ts'
import { exampleRecipe } from '../recipe/example-recipe.ts'

const EXAMPLE = exampleRecipe()
const other = { ...EXAMPLE, result: { ...EXAMPLE.result, pixelSha256: 'f'.repeat(64) } }

describe('comparing a repeated picture', () => {
  it('needs the hash alone where it is the same', async () => {
    const pixels = new Uint8Array(3)
    const unread = () => Promise.reject(new Error('must not be read'))
    const comparison = await comparePictures(EXAMPLE, { recipe: EXAMPLE, pixels }, unread)
    expect(comparison).toEqual({ identical: true, meanDifference: 0, changed: [] })
  })

  it('measures the mean difference where it is not', async () => {
    const repeated = { recipe: other, pixels: new Uint8Array([10, 20, 30, 40]) }
    const comparison = await comparePictures(EXAMPLE, repeated, () => Promise.resolve(new Uint8Array([12, 20, 29, 41])))
    expect(comparison).toEqual({ identical: false, meanDifference: 1, changed: [] })
  })

  it('refuses pictures of different sizes', () => {
    expect(() => meanDifference(new Uint8Array(3), new Uint8Array(6))).toThrow('another size')
  })

  it('names what has changed', () => {
    const engine = { ...EXAMPLE.engine, onestroke: '9.9.9' }
    const device = { ...EXAMPLE.device, provider: 'cuda' }
    expect(listChanges(EXAMPLE, { ...EXAMPLE, engine, device }).map(({ message }) => message)).toEqual([
      `Onestroke: ${EXAMPLE.engine.onestroke}, now 9.9.9`,
      `device: ${EXAMPLE.device.provider}, now cuda`,
    ])
  })
})
