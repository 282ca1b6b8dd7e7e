import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkpointBytes, controlNetBytes, loraBytes, put, putCheckpoint, putTinyVae } from '../fixtures/model-files.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { followEvents } from './follow-events.ts'
import { namesOf, openModelScene } from './model-scene.ts'

const temporary = temporaryFolder()
const newFolder = () => mkdtempSync(join(temporary, 'drive-'))

/** Everything in a folder with sizes and times. */
function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${name} ${statSync(join(folder, name)).size} ${statSync(join(folder, name)).mtimeMs}`)
    .toSorted()
}

describe('a folder of models', () => {
  it('is read with what lies below it, and nothing is written there', async () => {
    const folder = newFolder()
    putCheckpoint(join(folder, 'checkpoints', 'painter.safetensors'))
    put(join(folder, 'loras', 'style', 'ink.safetensors'), loraBytes(1))
    putTinyVae(join(folder, 'vae_approx', 'taesdxl_decoder.safetensors'))
    put(join(folder, 'controlnet', 'canny.safetensors'), controlNetBytes())
    put(join(folder, 'old', 'old.ckpt'), 'pickle')
    put(join(folder, 'old', 'older.ckpt'), 'pickle')
    const before = snapshot(folder)
    const scene = await openModelScene()
    const added = await scene.addFolder(folder)
    expect(added).toMatchObject({ path: folder, program: null, state: 'watched', models: 3 })
    expect(added.problem).toMatchObject({
      key: 'model-folder.both',
      message:
        '2 files are in a format that can run programs (.ckpt, .pt) and not used. One file is of a kind that Onestroke does not use, such as a ControlNet or a model of another family, and not listed.',
    })
    const models = (await scene.models()).toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
    expect(
      models.map(({ name, kind, family, tiny, folderId, present, problem }) => [
        name,
        kind,
        family,
        tiny,
        folderId,
        present,
        problem,
      ]),
    ).toEqual([
      ['painter', 'checkpoint', 'sd15', false, added.id, true, null],
      ['ink', 'lora', 'sd15', false, added.id, true, null],
      ['taesdxl_decoder', 'vae', 'sdxl', true, added.id, true, null],
    ])
    await scene.until('hashes', async () => (await scene.models()).every(({ hashes }) => hashes !== null))
    expect(snapshot(folder)).toEqual(before)
    expect(scene.errors).toEqual([])
  })

  it('is watched: files come, go, change and get other names', async () => {
    const folder = newFolder()
    put(join(folder, 'ink.safetensors'), loraBytes(1))
    const scene = await openModelScene()
    const events = await followEvents(scene)
    await scene.addFolder(folder)
    const [ink] = await scene.models()
    put(join(folder, 'new', 'pen.safetensors'), loraBytes(2))
    await scene.until('the new file', async () => (await scene.models()).length === 2)
    renameSync(join(folder, 'ink.safetensors'), join(folder, 'new', 'brush.safetensors'))
    const brush = await scene.until('the new name', async () =>
      (await scene.models()).find(({ name }) => name === 'brush'),
    )
    expect(brush).toMatchObject({ id: ink?.id, present: true, path: join(folder, 'new', 'brush.safetensors') })
    put(join(folder, 'new', 'pen.safetensors'), loraBytes(3, { 'modelspec.trigger_phrase': 'pen drawing' }))
    await scene.until('the other words', async () =>
      (await scene.models()).some(({ triggerWords }) => triggerWords[0] === 'pen drawing'),
    )
    rmSync(join(folder, 'new', 'pen.safetensors'))
    const pen = await scene.until('the missing file', async () =>
      (await scene.models()).find(({ present }) => !present),
    )
    expect(pen.name).toBe('pen')
    await scene.json('DELETE', `/api/models/${pen.id}`)
    expect(namesOf(await scene.models())).toEqual(['brush'])
    await scene.until('the event', async () => events.of('modelsChanged').at(-1)?.models.at(-1)?.id === ink?.id)
    const told = () => events.of('modelFoldersChanged').at(-1)?.modelFolders.folders[0]
    await scene.until('the event', async () => told()?.state === 'watched' && told()?.models === 1)
    await events.stop()
    expect(scene.errors).toEqual([])
  })

  it('lists a file once it is whole, not while it is copied', async () => {
    const folder = newFolder()
    const scene = await openModelScene()
    await scene.addFolder(folder)
    const bytes = loraBytes(1)
    const path = join(folder, 'growing.safetensors')
    const states = new Set<string>()
    writeFileSync(path, bytes.subarray(0, 100))
    for (let start = 100; start < bytes.length; start += 400) {
      await new Promise((resolve) => setTimeout(resolve, 40))
      appendFileSync(path, bytes.subarray(start, start + 400))
      for (const { problem } of await scene.models()) states.add(problem?.key ?? 'fine')
    }
    expect([...states]).toEqual([])
    const grown = await scene.until('the file', async () => (await scene.models())[0])
    expect(grown).toMatchObject({ name: 'growing', kind: 'lora', problem: null, fileBytes: bytes.length })
  })

  it('lists what is damaged with what is wrong, whatever else it holds', async () => {
    const folder = newFolder()
    const whole = checkpointBytes()
    put(join(folder, 'cut.safetensors'), whole.subarray(0, whole.length / 2))
    put(join(folder, 'cut lora.safetensors'), loraBytes(1).subarray(0, 500))
    put(join(folder, 'nothing.safetensors'), '')
    put(join(folder, 'page.safetensors'), '<!doctype html><title>Sign in</title>')
    put(join(folder, 'Lora', 'noise.safetensors'), Buffer.alloc(5000, 0xee))
    put(join(folder, 'good.safetensors'), loraBytes(2))
    const scene = await openModelScene()
    await scene.addFolder(folder)
    const models = await scene.models()
    expect(
      Object.fromEntries(models.map(({ name, kind, problem }) => [name, [kind, problem?.message ?? null]])),
    ).toEqual({
      cut: ['checkpoint', expect.stringMatching(/^cut\.safetensors is cut off: /) as string],
      'cut lora': ['lora', expect.stringMatching(/^cut lora\.safetensors is cut off/) as string],
      nothing: ['checkpoint', 'nothing.safetensors is empty.'],
      page: ['checkpoint', expect.stringMatching(/is a web page/) as string],
      noise: ['lora', expect.stringMatching(/noise\.safetensors/) as string],
      good: ['lora', null],
    })
    expect(scene.errors).toEqual([])
  })

  it('finds a diffusers folder as one model', async () => {
    const folder = newFolder()
    const embedded = new URL('../../models/embedded/', import.meta.url).pathname
    symlinkSync(embedded, join(folder, 'linked model'))
    const scene = await openModelScene()
    await scene.addFolder(folder)
    const [model, ...others] = await scene.models()
    expect(others).toEqual([])
    expect(model).toMatchObject({
      kind: 'checkpoint',
      family: 'sd15',
      problem: null,
      path: embedded.replace(/\/$/, ''),
    })
  })

  it('follows links once, however they go round', async () => {
    const folder = newFolder()
    const elsewhere = newFolder()
    put(join(elsewhere, 'far.safetensors'), loraBytes(1))
    symlinkSync(elsewhere, join(folder, 'a'))
    symlinkSync(elsewhere, join(folder, 'b'))
    symlinkSync(folder, join(folder, 'self'))
    symlinkSync(folder, join(elsewhere, 'back'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.safetensors'))
    const scene = await openModelScene()
    expect(await scene.addFolder(folder)).toMatchObject({ models: 1 })
    expect((await scene.models()).map(({ path }) => path)).toEqual([join(elsewhere, 'far.safetensors')])
    expect(scene.errors).toEqual([])
  })

  it('that goes down very far is read as far as it says, and still misses what is gone', async () => {
    const folder = newFolder()
    const deepest = join(folder, ...Array.from({ length: 17 }, () => 'down'))
    put(join(deepest, 'deep.safetensors'), loraBytes(1))
    put(join(folder, 'near.safetensors'), loraBytes(2))
    const scene = await openModelScene()
    const added = await scene.addFolder(folder)
    expect(added).toMatchObject({ models: 1, state: 'watched' })
    expect(added.problem?.message).toBe(
      'Folders more than 16 levels down are not looked into. Add the deeper one by itself.',
    )
    rmSync(join(folder, 'near.safetensors'))
    await expect
      .poll(async () => (await scene.models()).map(({ present }) => present), { timeout: 10_000 })
      .toEqual([false])
  })

  it('is refused where it is none, in a sentence', async () => {
    const scene = await openModelScene()
    const file = put(join(newFolder(), 'file.safetensors'), loraBytes(1))
    for (const path of [file, '/no/such/folder', 'relative']) {
      const answer = await scene.ask('POST', '/api/model-folders', { path })
      expect([answer.status, ((await answer.json()) as { message: string }).message]).toEqual([
        422,
        `${path} is no folder that is there. Check the path, or connect its drive.`,
      ])
    }
    expect((await scene.ask('DELETE', '/api/model-folders/none')).status).toBe(404)
    expect((await scene.ask('POST', '/api/model-folders/none/read')).status).toBe(404)
  })
})

describe('a drive', () => {
  it('that is away leaves its models listed; they come back as they were', async () => {
    const drive = newFolder()
    const folder = join(drive, 'models')
    put(join(folder, 'ink.safetensors'), loraBytes(1))
    put(join(folder, 'pen.safetensors'), loraBytes(2))
    const scene = await openModelScene()
    await scene.addFolder(folder)
    const before = await scene.models()
    renameSync(folder, join(drive, 'away'))
    const state = async () => (await scene.folders()).folders[0]
    const offline = await scene.until('offline', async () => ((await state())?.state === 'offline' ? state() : null))
    expect(offline?.problem?.key).toBe('model-folder.offline')
    expect((await scene.models()).map(({ id, name, present }) => [id, name, present])).toEqual(
      before.map(({ id, name }) => [id, name, false]),
    )
    renameSync(join(drive, 'away'), folder)
    await scene.until('back', async () => (await state())?.state === 'watched')
    const ids = (models: typeof before) => models.map(({ id, present }) => [id, present])
    expect(ids(await scene.models())).toEqual(ids(before))
    put(join(folder, 'late.safetensors'), loraBytes(3))
    await scene.until('watched again', async () => (await scene.models()).length === 3)
    expect(scene.errors).toEqual([])
  })

  it('that leaves an empty folder behind counts as away', async () => {
    const drive = newFolder()
    const folder = join(drive, 'mounted')
    put(join(folder, 'ink.safetensors'), loraBytes(1))
    const scene = await openModelScene()
    await scene.addFolder(folder)
    renameSync(folder, join(drive, 'away'))
    mkdirSync(folder)
    await scene.until('offline', async () => (await scene.folders()).folders[0]?.state === 'offline')
    rmSync(folder, { recursive: true })
    renameSync(join(drive, 'away'), folder)
    await scene.until('back', async () => (await scene.folders()).folders[0]?.state === 'watched')
    expect(await scene.models()).toMatchObject([{ name: 'ink', present: true }])
  })

  it('that is away at the start is known by what was stored', async () => {
    const drive = newFolder()
    const folder = join(drive, 'models')
    put(join(folder, 'ink.safetensors'), loraBytes(1))
    const first = await openModelScene()
    await first.addFolder(folder)
    const [ink] = await first.models()
    await first.backEnd.close()
    renameSync(folder, join(drive, 'away'))
    const scene = await openModelScene({ home: first.home })
    await scene.until('offline', async () => (await scene.folders()).folders[0]?.state === 'offline')
    expect(await scene.models()).toMatchObject([{ id: ink?.id, name: 'ink', family: 'sd15', present: false }])
    renameSync(join(drive, 'away'), folder)
    await scene.until('back', async () => (await scene.models())[0]?.present)
    expect((await scene.models()).map(({ id }) => id)).toEqual([ink?.id])
  })
})

describe('the list', () => {
  it('hides a model of a folder until the folder is added again', async () => {
    const folder = newFolder()
    put(join(folder, 'ink.safetensors'), loraBytes(1))
    put(join(folder, 'pen.safetensors'), loraBytes(2))
    const scene = await openModelScene()
    const { id } = await scene.addFolder(folder)
    const ink = (await scene.models()).find(({ name }) => name === 'ink')
    await scene.json('DELETE', `/api/models/${ink?.id}`)
    expect(existsSync(join(folder, 'ink.safetensors'))).toBe(true)
    await scene.json('POST', `/api/model-folders/${id}/read`)
    await scene.until('read', async () => (await scene.folders()).folders[0]?.state === 'watched')
    expect(namesOf(await scene.models())).toEqual(['pen'])
    await scene.addFolder(folder)
    expect((await scene.models()).map(({ name, id: same }) => [name, same === ink?.id])).toEqual([
      ['ink', true],
      ['pen', false],
    ])
  })

  it('forgets a folder with its models, keeps what was added by itself, and leaves files alone', async () => {
    const folder = newFolder()
    const ink = put(join(folder, 'ink.safetensors'), loraBytes(1))
    put(join(folder, 'pen.safetensors'), loraBytes(2))
    const scene = await openModelScene()
    await scene.json('POST', '/api/models', { path: ink })
    const { id } = await scene.addFolder(folder)
    expect((await scene.models()).map(({ name, folderId }) => [name, folderId])).toEqual([
      ['ink', null],
      ['pen', id],
    ])
    await scene.json('DELETE', `/api/model-folders/${id}`)
    expect(namesOf(await scene.models())).toEqual(['ink'])
    expect(readdirSync(folder).toSorted()).toEqual(['ink.safetensors', 'pen.safetensors'])
    expect((await scene.folders()).folders).toEqual([])
    expect(scene.errors).toEqual([])
  })

  it('keeps a model’s id when it moves from one folder to another', async () => {
    const [first, second] = [newFolder(), newFolder()]
    const path = put(join(first, 'ink.safetensors'), loraBytes(1))
    const scene = await openModelScene()
    await scene.addFolder(first)
    const { id } = await scene.addFolder(second)
    const [ink] = await scene.models()
    renameSync(path, join(second, 'ink.safetensors'))
    const moved = await scene.until('moved', async () => (await scene.models()).find(({ folderId }) => folderId === id))
    expect([moved.id, moved.present]).toEqual([ink?.id, true])
    expect(await scene.models()).toHaveLength(1)
  })

  it('takes in two thousand files', { timeout: 120_000 }, async () => {
    const folder = newFolder()
    for (let index = 0; index < 2000; index++) {
      put(join(folder, `folder ${index % 20}`, `style ${index}.safetensors`), loraBytes(index))
    }
    const scene = await openModelScene()
    const started = performance.now()
    const slowest = { ms: 0 }
    await scene.json('POST', '/api/model-folders', { path: folder })
    for (;;) {
      const asked = performance.now()
      const [state] = (await scene.folders()).folders
      slowest.ms = Math.max(slowest.ms, performance.now() - asked)
      if (state?.state === 'watched') break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(await scene.models()).toHaveLength(2000)
    expect(performance.now() - started).toBeLessThan(60_000)
    // Others are answered while it is read.
    expect(slowest.ms).toBeLessThan(1000)
    expect(scene.errors).toEqual([])
  })
})
