import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createStartImages } from '../../../main/generation/start-images.ts'
import { hashPixels } from '../../../main/images/pixel-hash.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const size = { width: 8, height: 16 }
const pixels = Uint8Array.from({ length: 3 * 8 * 16 }, (_, index) => (index * 7) % 256)
const mask = Uint8Array.from({ length: 8 * 16 }, (_, index) => (index * 5) % 256)

describe('start images', () => {
  it('are found again by their pixels, masks too', async () => {
    const images = createStartImages(join(temporaryFolder(), 'start-images'))
    await images.keep({ pixels, mask, strength: 0.5 }, size)
    expect(Array.from((await images.picture(hashPixels(pixels), size))!)).toEqual([...pixels])
    expect(Array.from((await images.mask(hashPixels(mask), size))!)).toEqual([...mask])
  })

  it('are kept once', async () => {
    const folder = temporaryFolder()
    const images = createStartImages(folder)
    for (let round = 0; round < 2; round++) await images.keep({ pixels, mask: null, strength: 0.5 }, size)
    expect(readdirSync(folder)).toEqual([`${hashPixels(pixels)}.png`])
  })

  it('count as missing where the file is damaged, of another picture or of another size', async () => {
    const folder = temporaryFolder()
    const images = createStartImages(folder)
    const sha256 = hashPixels(pixels)
    expect(await images.picture(sha256, size)).toBeNull()
    await images.keep({ pixels, mask: null, strength: 0.5 }, size)
    expect(await images.picture(sha256, { width: 16, height: 8 })).toBeNull()
    await images.keep({ pixels: pixels.toReversed(), mask: null, strength: 0.5 }, size)
    const [, other] = readdirSync(folder).toSorted((a) => (a.startsWith(sha256) ? -1 : 1))
    writeFileSync(images.pathOf('f'.repeat(64)), '')
    expect(await images.picture('f'.repeat(64), size)).toBeNull()
    expect(other).toBe(`${hashPixels(pixels.toReversed())}.png`)
    expect(await images.mask(sha256, size)).toBeNull()
  })

  it('that cannot be written do not stop the picture', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    await expect(createStartImages(file).keep({ pixels, mask, strength: 1 }, size)).resolves.toBeUndefined()
  })
})
