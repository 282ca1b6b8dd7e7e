import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DiskFullError } from '../../../main/generation/disk-full-error.ts'
import { createMemoryPlanner } from '../../../main/generation/memory-plan.ts'
import { createJobQueue, type JobQueue } from '../../../main/generation/queue.ts'
import { createJobRunner, type RunJob } from '../../../main/generation/run-job.ts'
import { createStartImages } from '../../../main/generation/start-images.ts'
import type { Library } from '../../../main/library/library.ts'
import { builtInModel } from '../../../main/catalog/built-in-model.ts'
import { createKeptLatents } from '../../../main/generation/kept-latents.ts'
import { createPresetList } from '../../../main/generation/preset-list.ts'
import { createInstalledModels } from '../../../main/catalog/installed-models.ts'
import { nodeFileSystem } from '../../../main/files/file-system.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { foreignText } from '../../../models/sentences/sentence.ts'
import { DEFAULT_NAME_TEMPLATE } from '../../../models/recipe/name-template.ts'
import { libraryPlaces, openTestLibrary } from '../../fixtures/library.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { createFakeEngine } from '../../server/fake-engine.ts'
import { fakeHasher, pictureRequest } from '../../server/studio.ts'

const folder = temporaryFolder()
const full = () => Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })

async function openLibrary(): Promise<Library> {
  const library = await openTestLibrary(libraryPlaces(folder))
  onTestFinished(() => library.close())
  return library
}

function openQueue(library: Library, jobs: Library['jobs'], run: RunJob): JobQueue {
  const queue = createJobQueue({
    jobs,
    values: library.values,
    run,
    emit: () => undefined,
    explain: (error) => foreignText(String(error)),
    engineMemory: () => null,
    storage: { paths: () => ({ pictures: '/pictures', data: '/data' }), measure: () => Promise.resolve(50e9) },
  })
  onTestFinished(() => queue.stop())
  return queue
}

const job = { kind: 'generate' as const, request: pictureRequest(), seed: 7, sourceId: null }

describe('a library that cannot be written because its drive is full', () => {
  it('fails the job whose picture it should take, naming the data’s drive', async () => {
    const library = await openLibrary()
    const startImages = createStartImages(join(folder, 'start-images'))
    const run = createJobRunner({
      startImages,
      maker: {
        engine: createFakeEngine(),
        hasher: fakeHasher,
        startImages,
        undecoded: null,
        onestroke: '1',
        now: () => new Date(),
      },
      library: { ...library, images: { ...library.images, add: () => Promise.reject(full()) } },
      models: createInstalledModels(library.models, builtInModel()),
      latents: createKeptLatents('/nowhere'),
      presets: createPresetList(() => []),
      planner: createMemoryPlanner(16e9),
      providers: () => ['cpu'],
      paths: () => ({ pictures: join(folder, 'pictures'), data: '/data' }),
      nameTemplate: () => DEFAULT_NAME_TEMPLATE,
      fileSystem: nodeFileSystem,
    })
    const [stored] = library.jobs.insert([job], 'end')
    const nobody = () => undefined
    const listener = { signal: AbortSignal.timeout(10_000), onProgress: nobody, onImage: nobody, onDevice: nobody }
    const running = run(stored!, listener)
    await expect(running).rejects.toThrow(DiskFullError)
    await expect(running).rejects.toThrow('The drive of Onestroke’s data (/data) is full')
  })

  it('pauses the queue where not even the end of a job can be stored, and marks it once there is room', async () => {
    const library = await openLibrary()
    let isFull = true
    const jobs: Library['jobs'] = {
      ...library.jobs,
      finish(id, end) {
        if (isFull) throw full()
        return library.jobs.finish(id, end)
      },
    }
    const queue = openQueue(library, jobs, () => Promise.resolve(null))
    queue.add([job], 'end')
    await expect.poll(() => queue.state().blocked).toMatchObject({ folder: 'data', path: '/data' })
    expect(queue.state()).toMatchObject({ paused: true, engine: 'idle' })
    queue.resume()
    await expect.poll(() => queue.state().blocked).toMatchObject({ folder: 'data' })
    isFull = false
    queue.resume()
    await expect.poll(() => queue.state().active).toEqual([])
    expect(queue.state().recent).toMatchObject([{ state: 'failed', error: sentence('queue.cut-off') }])
  })
})
