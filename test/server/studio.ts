import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createBackEnd, type BackEnd, type BackEndOptions } from '../../main/back-end.ts'
import type { FileHasher } from '../../main/catalog/file-hashes.ts'
import type { Engine } from '../../main/engine/engine-client.ts'
import type { GenerationRequestBody, Job } from '../../main/server/contract/generation.ts'
import { jobSchema, queueSchema } from '../../main/server/contract/generation.ts'
import { createFakeEngine, type FakeEngine } from './fake-engine.ts'

/** Hashing the built-in model's 40 MB would take longer than all else. */
export const fakeHasher: FileHasher = {
  hash: () => Promise.resolve({ sha256: 'a'.repeat(64), contentSha256: 'b'.repeat(64) }),
  pathsOf: () => [],
  save: () => Promise.resolve(),
}

export interface Studio {
  readonly home: string
  readonly backEnd: BackEnd
  readonly engine: FakeEngine
  /** Errors that nobody foresaw. */
  readonly errors: unknown[]
  readonly trashed: string[]
  /** Sends a request to the desktop's routes; a body is sent as JSON. */
  ask(method: string, path: string, body?: unknown): Promise<Response>
  /** The JSON of an answer that has to be a success. */
  json(method: string, path: string, body?: unknown): Promise<unknown>
}

export interface StudioOptions {
  readonly home?: string
  readonly engine?: FakeEngine
  readonly hasher?: FileHasher
  readonly realEngine?: Engine
  /** What of the rest is replaced, such as the trash. */
  readonly parts?: Partial<Omit<BackEndOptions, 'folders' | 'engine' | 'hasher'>>
}

export function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'onestroke-server-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

/** A back end of its own in a temporary folder, closed when the test ends. */
export async function openStudio(options: StudioOptions = {}): Promise<Studio> {
  const { home = newHome(), engine = createFakeEngine(), hasher = fakeHasher } = options
  const errors: unknown[] = []
  const trashed: string[] = []
  const backEnd = await createBackEnd({
    folders: {
      data: join(home, 'data'),
      cache: join(home, 'cache'),
      pictures: join(home, 'pictures'),
      models: join(home, 'models'),
    },
    engine: options.realEngine ?? engine,
    hasher,
    reportError: (error) => errors.push(error),
    trash: (paths) => {
      trashed.push(...paths)
      for (const path of paths) rmSync(path)
      return Promise.resolve()
    },
    // No other programs of this computer.
    modelSearch: { places: { folders: [], comfyuiSettings: [], stabilityMatrixSettings: [] } },
    ...options.parts,
  })
  onTestFinished(() => backEnd.close())
  const ask = async (method: string, path: string, body?: unknown) => {
    const init =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return backEnd.desktopApp.request(path, { method, ...init })
  }
  return {
    home,
    backEnd,
    engine,
    errors,
    trashed,
    ask,
    async json(method, path, body) {
      const answer = await ask(method, path, body)
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
  }
}

/** A request for pictures with everything left open. */
export function pictureRequest(part: Partial<GenerationRequestBody> = {}): GenerationRequestBody {
  return {
    prompt: 'a red fox',
    negativePrompt: null,
    modelId: 'built-in',
    loras: [],
    presetId: null,
    steps: null,
    scheduler: null,
    spacing: null,
    eta: null,
    guidance: null,
    clipSkip: 0,
    width: null,
    height: null,
    seed: 7,
    count: 1,
    noiseSource: 'cpu',
    vaeId: null,
    tiling: 'auto',
    parentId: null,
    ...part,
  }
}

export async function queueJobs(
  studio: Studio,
  part: Partial<GenerationRequestBody> = {},
  place = 'end',
): Promise<Job[]> {
  return jobSchema.array().parse(await studio.json('POST', '/api/jobs', { ...pictureRequest(part), place }))
}

/** The queue once nothing is left to do, or once it is paused with nothing running. */
export async function untilIdle(studio: Studio): Promise<ReturnType<typeof queueSchema.parse>> {
  for (;;) {
    const { queue } = (await studio.json('GET', '/api/bootstrap')) as { queue: unknown }
    const state = queueSchema.parse(queue)
    const isRunning = state.active.some((job) => job.state === 'running')
    if (!isRunning && (state.paused || state.active.length === 0)) return state
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
