import { cpSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFileHasher, type FileHasher } from '../../../main/catalog/file-hashes.ts'
import { openModel } from '../../../main/catalog/open-model.ts'
import type { Engine } from '../../../main/engine/engine-client.ts'
import { CancelledError, EngineError } from '../../../main/engine/engine-errors.ts'
import type { DenoiseSpec } from '../../../main/engine/protocol.ts'
import { makePictures, type MadePicture } from '../../../main/generation/make-pictures.ts'
import { createStartImages } from '../../../main/generation/start-images.ts'
import { parseRecipe } from '../../../models/recipe/recipe.ts'
import { foreignText } from '../../../models/sentences/sentence.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { goldenPath } from '../../golden/tiny-models.ts'
import { exampleRequest } from './example-request.ts'

const folder = temporaryFolder()
const { signal } = new AbortController()

interface FakeEngine extends Engine {
  readonly requests: { readonly type: string; readonly params: unknown }[]
}

/** An engine that answers every request with grey pictures; `fail` may throw instead. */
function fakeEngine(fail: (type: string) => void = () => undefined): FakeEngine {
  const requests: FakeEngine['requests'] = []
  const answers: Record<string, object> = {
    load: { modelId: 'model-1', onnxruntime: '1.30.0' },
    encodeText: { textId: 'text-1', tokenCount: 3, truncated: false, cached: false },
    denoise: { latentId: 'latent-1', pictures: 1, firstStepMs: 1, totalMs: 1 },
    decode: { pixels: new Uint8Array(3 * 64 * 64).fill(128), width: 64, height: 64 },
    readLatent: { values: new Float32Array(256), shape: [4, 8, 8] },
    sessions: { sessions: [{ component: 'UNet', provider: 'webgpu', fallbacks: [], createMs: 1 }] },
  }
  const request = async (type: string, params: unknown) => {
    requests.push({ type, params })
    await Promise.resolve()
    fail(type)
    return answers[type] ?? {}
  }
  return { requests, request, pid: 1, close: () => Promise.resolve() } as unknown as FakeEngine
}

async function allOf(pictures: AsyncIterable<MadePicture>): Promise<MadePicture[]> {
  const made: MadePicture[] = []
  for await (const picture of pictures) made.push(picture)
  return made
}

const path = goldenPath('sd15-tiny.safetensors')

interface MakeOptions {
  readonly seeds?: number[]
  readonly lora?: string
  readonly hasher?: FileHasher
  readonly signal?: AbortSignal
}

function make(engine: Engine, options: MakeOptions = {}): AsyncIterable<MadePicture> {
  const loras = options.lora === undefined ? [] : [{ path: options.lora, strength: 1 }]
  const spec = { path, vae: null, loras }
  const request = exampleRequest({ model: spec, seeds: options.seeds ?? [7] })
  const maker = {
    engine,
    hasher: options.hasher ?? createFileHasher(join(folder, 'cache.json')),
    startImages: createStartImages(join(folder, 'start-images')),
    undecoded: null,
    onestroke: '0.1.0',
    now: () => new Date(2026, 10, 23, 9, 30, 12),
  }
  const opened = openModel({ path, vae: null, loras: [] })
  const plan = { request, opened, modelId: null, modelName: 'tiny' }
  return makePictures(maker, plan, { signal: options.signal ?? signal })
}

/** A file that takes far longer to hash than a test may. */
function enormousFile(): string {
  const large = join(folder, 'large.safetensors')
  cpSync(path, large)
  truncateSync(large, 30e9)
  return large
}

describe('makePictures', () => {
  it('loads and reads the prompt once, and makes a picture per seed with a generator of its own', async () => {
    const engine = fakeEngine()
    const made = await allOf(make(engine, { seeds: [5, 6] }))
    expect(made.map(({ recipe }) => recipe.seed)).toEqual([5, 6])
    const types = engine.requests.map(({ type }) => type)
    expect(types.filter((type) => type === 'load' || type === 'encodeText')).toEqual(['load', 'encodeText'])
    expect(types.filter((type) => type === 'release')).toHaveLength(2)
    const specs = engine.requests.flatMap(({ type, params }) => (type === 'denoise' ? [params as DenoiseSpec] : []))
    expect(specs.map(({ generators }) => generators)).toEqual([[{ seed: 5, pictures: 1 }], [{ seed: 6, pictures: 1 }]])
  })

  it('hands out each picture before it begins the next', async () => {
    const engine = fakeEngine()
    for await (const { picture } of make(engine, { seeds: [5, 6] })) {
      const denoised = engine.requests.filter(({ type }) => type === 'denoise')
      expect(denoised).toHaveLength(picture.seed - 4)
    }
  })

  it('writes a valid recipe, with the provider that ran', async () => {
    const [made] = await allOf(make(fakeEngine()))
    const recipe = parseRecipe(JSON.parse(JSON.stringify(made!.recipe)))
    expect(recipe.device.provider).toBe('webgpu')
    expect(recipe.model).toMatchObject({ name: 'tiny', family: 'sd15' })
    expect(recipe.result.pixelSha256).toBe(made!.picture.pixelSha256)
    expect(recipe.createdAt).toBe(new Date(2026, 10, 23, 9, 30, 12).toISOString())
  })

  it('passes on what the engine refuses, and stops reading the model’s files', async () => {
    const engine = fakeEngine((type) => {
      if (type === 'denoise') throw new EngineError('memory', foreignText('There is not enough memory.'), '')
    })
    const signals: (AbortSignal | undefined)[] = []
    const endless: FileHasher = {
      hash: (_, reading) => {
        signals.push(reading)
        return new Promise(() => undefined)
      },
      pathsOf: () => [],
      save: () => Promise.resolve(),
    }
    await expect(allOf(make(engine, { hasher: endless }))).rejects.toThrow('There is not enough memory.')
    expect(signals.map((reading) => reading?.aborted)).toEqual([true])
  })

  it('is cancelled at once, also while only the model’s files are read', async () => {
    const controller = new AbortController()
    const pictures = make(fakeEngine(), { lora: enormousFile(), signal: controller.signal })
    setTimeout(() => controller.abort(), 300)
    const started = performance.now()
    await expect(allOf(pictures)).rejects.toThrow(CancelledError)
    const took = performance.now() - started
    expect(took).toBeGreaterThan(250)
    expect(took).toBeLessThan(5_000)
  })
})
