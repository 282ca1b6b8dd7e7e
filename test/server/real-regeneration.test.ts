import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createFileHasher } from '../../main/catalog/file-hashes.ts'
import { imagePageSchema } from '../../main/server/contract/library.ts'
import { generate } from '../cli/onestroke.ts'
import { createRealEngine } from '../crash/real-engine.ts'
import { goldenFolderPath } from '../golden/tiny-models.ts'
import { newHome, openStudio, untilIdle, type Studio } from './studio.ts'

const SIDE = 128

/** A picture whose colours run across it, and a mask of its right half. */
async function drawStart(folder: string): Promise<{ image: string; mask: string }> {
  const [image, mask] = [join(folder, 'start.png'), join(folder, 'mask.png')]
  const raw = { width: SIDE, height: SIDE, channels: 3 as const }
  const pixels = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, index) => (index * 3) % 256)
  const white = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, index) =>
    Math.floor(index / 3) % SIDE < 64 ? 0 : 255,
  )
  await sharp(pixels, { raw }).png().toFile(image)
  await sharp(white, { raw }).png().toFile(mask)
  return { image, mask }
}

/** The studio over what the command line has made, once it has taken the picture in. */
async function openOver(home: string): Promise<{ studio: Studio; id: string }> {
  const hasher = createFileHasher(join(home, 'cache', 'file-hashes.json'))
  const studio = await openStudio({ home, realEngine: createRealEngine(), hasher })
  const page = async () => imagePageSchema.parse(await studio.json('GET', '/api/images')).images
  await expect.poll(page, { timeout: 10_000 }).toHaveLength(1)
  return { studio, id: (await page())[0]!.id }
}

async function regenerate(studio: Studio, id: string) {
  await studio.json('POST', `/api/images/${id}/regenerate`)
  return (await untilIdle(studio)).recent[0]
}

describe('making a picture of the command line again', () => {
  it('works from its start picture and mask, with another VAE, and says which of them is gone', async () => {
    const home = newHome()
    const { image, mask } = await drawStart(home)
    const vae = join(home, 'other-vae.safetensors')
    cpSync(join(goldenFolderPath('sd15-tiny'), 'vae', 'diffusion_pytorch_model.safetensors'), vae)
    const start = ['--image', image, '--mask', mask, '--strength', '0.7']
    await generate(['a red apple', '--seed', '3', '--steps', '4', ...start, '--vae', vae], { home })
    // What was named is not what is looked for: copies of its pixels are.
    rmSync(image)
    rmSync(mask)
    const { studio, id } = await openOver(home)
    expect(await regenerate(studio, id)).toMatchObject({ state: 'done', comparison: { identical: true, changed: [] } })

    const kept = join(home, 'data', 'start-images')
    expect(readdirSync(kept)).toHaveLength(2)
    rmSync(kept, { recursive: true })
    const withoutStart = await regenerate(studio, id)
    expect(withoutStart).toMatchObject({ state: 'failed' })
    expect(withoutStart?.error?.message).toContain(`there is no ${kept}`)
  })

  it('keeps to its emphasis, noise, clip skip and timesteps', async () => {
    const home = newHome()
    const settings = [
      '--emphasis',
      'a1111',
      '--noise',
      'nv',
      '--clip-skip',
      '1',
      '--guidance',
      '3',
      '--negative',
      'blue',
    ]
    const sampling = ['--scheduler', 'tcd', '--timesteps', '800,300', '--eta', '0.4']
    await generate(['a (red:1.4) apple', '--seed', '3', ...settings, ...sampling], { home })
    const { studio, id } = await openOver(home)
    expect(await regenerate(studio, id)).toMatchObject({ state: 'done', comparison: { identical: true, changed: [] } })
  })
})
