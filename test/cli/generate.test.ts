import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtInModel } from '../../main/catalog/built-in-model.ts'
import { readPngText } from '../../main/images/png-text.ts'
import { parseRecipe } from '../../models/recipe/recipe.ts'
import { put, unetOf } from '../fixtures/model-files.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { goldenPath } from '../golden/tiny-models.ts'
import { filesBelow, generate, readLatents, runOnestroke, type PictureLine } from './onestroke.ts'

const home = temporaryFolder()
const PROMPT = 'a red apple, 3d render'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('one picture', () => {
  const out = join(home, 'one')
  const latents = join(home, 'one.safetensors')
  let lines: PictureLine[]
  let line: PictureLine

  beforeAll(async () => {
    lines = await generate([PROMPT, '--steps', '1', '--seed', '7', '--out', out, '--latents', latents], { home })
    line = lines[0]!
  })

  it('is told of in one JSON object of the documented shape', () => {
    expect(lines).toHaveLength(1)
    expect(line).toEqual({
      path: expect.any(String) as string,
      seed: 7,
      width: builtInModel().width,
      height: builtInModel().height,
      pixelSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      latentSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      timings: {
        loadMs: expect.any(Number) as number,
        encodeTextMs: expect.any(Number) as number,
        denoiseMs: expect.any(Number) as number,
        decodeMs: expect.any(Number) as number,
      },
    })
    expect(dirname(line.path)).toBe(out)
    expect(basename(line.path)).toMatch(/^\d{6}-7-a-red-apple-3d-render\.png$/)
  })

  it('is a PNG of exactly the pixels that were hashed, and no other file is left', async () => {
    const { data, info } = await sharp(line.path).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, info.channels]).toEqual([line.width, line.height, 3])
    expect(sha256(data)).toBe(line.pixelSha256)
    expect(filesBelow(out)).toEqual([basename(line.path)])
  })

  it('shows something', async () => {
    const { channels } = await sharp(line.path).stats()
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(10)
  })

  it('carries the settings text that other programs read', () => {
    const parameters = readPngText(readFileSync(line.path)).get('parameters')
    expect(parameters).toContain(PROMPT)
    expect(parameters).toMatch(/Steps: 1, .*Seed: 7, Size: \d+x\d+/)
  })

  it('carries a recipe that says what it was made with', () => {
    const text = readPngText(readFileSync(line.path)).get('onestroke_recipe')
    const recipe = parseRecipe(JSON.parse(text!))
    const { id, settings, lora, path } = builtInModel()
    expect(recipe).toMatchObject({ prompt: PROMPT, seed: 7, negativePrompt: null, guidance: settings.guidance })
    expect(recipe.scheduler).toMatchObject({ kind: settings.scheduler, steps: 1 })
    expect(recipe.result).toEqual({ pixelSha256: line.pixelSha256, latentSha256: line.latentSha256 })
    expect(recipe.model.id).toBe(id)
    const unet = recipe.model.files.find(({ role }) => role === 'unet')
    expect(unet?.sha256).toBe(sha256(readFileSync(join(path, 'unet', unet!.name))))
    expect(recipe.loras).toMatchObject([{ strength: lora.strength, sha256: sha256(readFileSync(lora.path)) }])
    expect(recipe.device.provider).toBe('cpu')
  })

  it('comes with the latents that were hashed', () => {
    const { shape, values } = readLatents(latents)
    expect(shape).toEqual([1, 4, line.height / 8, line.width / 8])
    expect(sha256(new Uint8Array(values.buffer))).toBe(line.latentSha256)
  })
})

describe('the same command', () => {
  const command = [PROMPT, '--seed', '5']

  it.each([
    ['again', ['--threads', '1'], ['--threads', '1']],
    ['with another number of threads', ['--threads', '1'], ['--threads', '2']],
    ['with as many threads as ONNX Runtime likes', ['--threads', '2'], []],
  ])('%s gives the same picture', async (name, first, second) => {
    const out = ['--out', join(home, name)]
    const [a] = await generate([...command, ...out, ...first], { home })
    const [b] = await generate([...command, ...out, ...second], { home })
    expect(b!.path).not.toBe(a!.path)
    expect([b!.pixelSha256, b!.latentSha256]).toEqual([a!.pixelSha256, a!.latentSha256])
  })

  it('with another seed gives another one', async () => {
    const [a] = await generate([PROMPT, '--seed', '5', '--out', join(home, 'seeds')], { home })
    const [b] = await generate([PROMPT, '--seed', '6', '--out', join(home, 'seeds')], { home })
    expect(b!.pixelSha256).not.toBe(a!.pixelSha256)
    expect(b!.latentSha256).not.toBe(a!.latentSha256)
  })
})

describe('--count', () => {
  it('makes the pictures that single runs with the seeds that follow make', async () => {
    const out = ['--out', join(home, 'count')]
    // Noise in every step, so that a generator shared among pictures would show.
    const settings = ['--scheduler', 'tcd', '--steps', '3', '--eta', '0.7', ...out]
    const latents = join(home, 'count.safetensors')
    const together = await generate([PROMPT, ...settings, '--seed', '5', '--count', '3', '--latents', latents], {
      home,
    })
    const alone: PictureLine[] = []
    for (const seed of ['5', '6', '7']) alone.push(...(await generate([PROMPT, ...settings, '--seed', seed], { home })))
    const hashes = (lines: readonly PictureLine[]) =>
      lines.map(({ seed, pixelSha256, latentSha256 }) => ({ seed, pixelSha256, latentSha256 }))
    expect(hashes(together)).toEqual(hashes(alone))
    expect(together.map(({ seed }) => seed)).toEqual([5, 6, 7])
    const { shape, values } = readLatents(latents)
    expect(shape[0]).toBe(3)
    const third = values.slice((values.length / 3) * 2)
    expect(sha256(new Uint8Array(third.buffer))).toBe(alone[2]!.latentSha256)
  })
})

describe('two runs at once into one folder', () => {
  it('keep both pictures', async () => {
    const out = join(home, 'together')
    const runs = [1, 2].map(() => generate([PROMPT, '--steps', '1', '--seed', '7', '--out', out], { home }))
    const lines = (await Promise.all(runs)).flat()
    expect(new Set(lines.map(({ path }) => path)).size).toBe(2)
    expect(filesBelow(out).toSorted()).toEqual(lines.map(({ path }) => basename(path)).toSorted())
    for (const { path, pixelSha256 } of lines) expect(sha256(await sharp(path).raw().toBuffer())).toBe(pixelSha256)
  })
})

describe('what is printed', () => {
  it('is the path where nothing else is asked for, in a dated folder of the pictures', async () => {
    const { exitCode, stdout, stderr } = await runOnestroke(['generate', '東京 at night', '--steps', '1'], { home })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const path = stdout.trimEnd()
    expect(path).toMatch(/[\\/]pictures[\\/]\d{4}[\\/]\d\d-\d\d[\\/]\d{6}-\d+-東京-at-night\.png$/)
    expect(path.startsWith(home)).toBe(true)
    expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG')
  })

  it('is a note on standard error where the prompt is longer than the model reads', async () => {
    const args = ['generate', 'apple '.repeat(100), '--steps', '1', '--json', '--out', join(home, 'long')]
    const { exitCode, stdout, stderr } = await runOnestroke(args, { home })
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/^The prompt is 100 tokens long; only the first 75 are read\.\n$/)
    expect(Object.keys(JSON.parse(stdout) as object)).toContain('path')
  })

  it.each([['--help'], ['generate', '--help'], ['--version']])(
    'is help and version on demand: %s %s',
    async (...args) => {
      const { exitCode, stdout, stderr } = await runOnestroke(args, { home })
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      expect(stdout).toMatch(args.includes('--version') ? /^\d+\.\d+\.\d+\n$/ : /^Usage: onestroke/)
    },
  )
})

describe('a UNet alone', () => {
  it('makes the same picture with a whole model beside it', async () => {
    const whole = goldenPath('sdxl-tiny.safetensors')
    const unet = put(join(home, 'unet.safetensors'), unetOf(readFileSync(whole)))
    const options = ['--steps', '1', '--seed', '7', '--width', '64', '--height', '64', '--out', join(home, 'unet')]
    const alone = await runOnestroke(['generate', PROMPT, '--model', unet, ...options], { home })
    expect(alone).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--base') as string })
    const [beside] = await generate([PROMPT, '--model', unet, '--base', whole, ...options], { home })
    const [ofWhole] = await generate([PROMPT, '--model', whole, ...options], { home })
    expect(beside?.pixelSha256).toBe(ofWhole?.pixelSha256)
  })
})
