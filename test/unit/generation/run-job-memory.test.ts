import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { builtInModel } from '../../../main/catalog/built-in-model.ts'
import { createKeptLatents } from '../../../main/generation/kept-latents.ts'
import { createPresetList } from '../../../main/generation/preset-list.ts'
import { createInstalledModels } from '../../../main/catalog/installed-models.ts'
import { EngineError } from '../../../main/engine/engine-errors.ts'
import { nodeFileSystem } from '../../../main/files/file-system.ts'
import { createMemoryPlanner } from '../../../main/generation/memory-plan.ts'
import { createJobRunner } from '../../../main/generation/run-job.ts'
import { createStartImages } from '../../../main/generation/start-images.ts'
import { openLibrary } from '../../../main/library/open-library.ts'
import { DEFAULT_NAME_TEMPLATE } from '../../../models/recipe/name-template.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { createFakeEngine } from '../../server/fake-engine.ts'
import { fakeHasher, pictureRequest } from '../../server/studio.ts'

/** What a job of a 1024 × 1024 picture says whose engine runs out of memory, where sessions may take `budgetBytes`. */
async function runOutOfMemory(budgetBytes: number): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'onestroke-memory-'))
  const [databasePath, picturesFolder] = [join(folder, 'library.db'), join(folder, 'pictures')]
  const trash = () => Promise.resolve()
  const library = await openLibrary({ databasePath, picturesFolder, trash, onChange: () => undefined })
  onTestFinished(async () => {
    await library.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const engine = createFakeEngine()
  engine.failOnce.set(7, new EngineError('memory', sentence('engine.no-memory'), 'bad_alloc'))
  const startImages = createStartImages(join(folder, 'start-images'))
  const run = createJobRunner({
    startImages,
    maker: { engine, hasher: fakeHasher, startImages, undecoded: null, onestroke: '1', now: () => new Date() },
    library,
    models: createInstalledModels(library.models, builtInModel()),
    latents: createKeptLatents('/nowhere'),
    presets: createPresetList(() => []),
    planner: createMemoryPlanner(budgetBytes),
    providers: () => ['cpu'],
    paths: () => ({ pictures: picturesFolder, data: folder }),
    nameTemplate: () => DEFAULT_NAME_TEMPLATE,
    fileSystem: nodeFileSystem,
  })
  const request = pictureRequest({ width: 1024, height: 1024 })
  const [job] = library.jobs.insert([{ kind: 'generate', request, seed: 7, sourceId: null }], 'end')
  const nobody = () => undefined
  const listener = { signal: AbortSignal.timeout(10_000), onProgress: nobody, onImage: nobody, onDevice: nobody }
  return run(job!, listener).catch((error: unknown) => error)
}

it('says what would fit where the plan of a job that ran out of memory knows it', async () => {
  const error = await runOutOfMemory(200e6)
  expect(error).toBeInstanceOf(EngineError)
  expect(error).toMatchObject({ code: 'memory', detail: 'bad_alloc', sentence: { key: 'engine.no-memory-fits' } })
  expect(String(error)).toMatch(
    /not enough memory for this picture\. At 1024 × 1024 .* 0\.2 GB can be used here\. It fits/,
  )
})

it('keeps the engine’s sentence where the plan sees no reason', async () => {
  expect(await runOutOfMemory(50e9)).toMatchObject({ sentence: { key: 'engine.no-memory' } })
})
