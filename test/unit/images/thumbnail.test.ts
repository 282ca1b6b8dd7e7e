import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { encodePng } from '../../../main/images/encode-png.ts'
import { ImageError } from '../../../main/images/image-error.ts'
import { makeThumbnails } from '../../../main/images/thumbnail.ts'

function grey(width: number, height: number) {
  return { pixels: new Uint8Array(3 * width * height).fill(100), width, height }
}

async function describeWebp(bytes: Uint8Array) {
  const { format, width, height } = await sharp(bytes).metadata()
  return { format, width, height }
}

describe('makeThumbnails', () => {
  it('fits a picture into squares of 256 and 512, whole', async () => {
    const thumbnails = await makeThumbnails(grey(1024, 512))
    expect(await describeWebp(thumbnails[256])).toEqual({ format: 'webp', width: 256, height: 128 })
    expect(await describeWebp(thumbnails[512])).toEqual({ format: 'webp', width: 512, height: 256 })
  })

  it('leaves a small picture at its size, and shows the same colour', async () => {
    const png = await encodePng({ ...grey(300, 64), text: new Map() })
    const { 256: small, 512: large } = await makeThumbnails(png)
    expect(await describeWebp(small)).toMatchObject({ width: 256, height: 55 })
    expect(await describeWebp(large)).toMatchObject({ width: 300, height: 64 })
    const { channels } = await sharp(large).stats()
    for (const { mean } of channels) expect(Math.abs(mean - 100)).toBeLessThan(3)
  })

  it('refuses what is no picture', async () => {
    await expect(makeThumbnails(Buffer.from('text'))).rejects.toThrow(ImageError)
  })
})
