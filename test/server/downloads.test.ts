import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { catalogSchema, downloadsSchema } from '../../main/server/contract/downloads.ts'
import { answerWell } from '../fixtures/published-server.ts'
import {
  CONTENT,
  expectArrived,
  expectFailed,
  folderOf,
  listed,
  LORA,
  MEGABYTE,
  openScene,
  order,
  settled,
} from './download-scene.ts'
import { followEvents } from './follow-events.ts'
import { newHome } from './studio.ts'

describe('a download', () => {
  it('comes in up to four ranges at the same time, is checked, and becomes a model', async () => {
    const scene = await openScene()
    const events = await followEvents(scene.studio)
    let open = 0
    let most = 0
    scene.server.behave(async (asked) => {
      most = Math.max(most, ++open)
      await wait(30)
      open--
      answerWell(asked)
    })
    await order(scene.studio)
    await expectArrived(scene)
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(4)
    await events.stop()
    expect(events.of('downloadsChanged').some(({ downloads }) => downloads[0]?.state === 'done')).toBe(true)
    expect(events.of('modelsChanged').length).toBeGreaterThan(1)
  })

  it('needs its licence to be accepted, once', async () => {
    const { studio, reopen } = await openScene()
    const refused = await studio.ask('POST', '/api/downloads', { fileIds: [LORA.id], acceptedLicenceIds: [] })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({
      code: 'licence',
      message: 'Test test-lora has a licence: MIT. Read and accept it first.',
    })
    await order(studio)
    await settled(studio)
    await studio.backEnd.close()
    const catalog = catalogSchema.parse(await (await reopen()).json('GET', '/api/catalog'))
    expect(catalog.accepted).toEqual(['mit'])
  })

  it('is refused before it starts where the drive has no room, with both figures', async () => {
    const scene = await openScene({ parts: { measureFreeSpace: () => Promise.resolve(200e6) } })
    const refused = await scene.studio.ask('POST', '/api/downloads', {
      fileIds: [LORA.id],
      acceptedLicenceIds: ['mit'],
    })
    expect(refused.status).toBe(409)
    const { code, message } = (await refused.json()) as { code: string; message: string }
    expect(code).toBe('no-room')
    expect(message).toMatch(/has not enough room: 261 MB are needed, 200 MB are free/)
    expect(scene.server.requests).toEqual([])
  })

  it('of an id that the catalog does not have is refused', async () => {
    const { studio } = await openScene()
    const refused = await studio.ask('POST', '/api/downloads', { fileIds: ['none'], acceptedLicenceIds: [] })
    expect(refused.status).toBe(404)
    expect((await studio.ask('POST', '/api/downloads/none/pause')).status).toBe(404)
  })

  it('can be paused, outlives the program, goes on where it was, and can be cancelled', async () => {
    const scene = await openScene()
    const { server, studio } = scene
    server.behave((asked) => {
      const { response, content, range } = asked
      // The first range comes; all others stay open.
      if (range?.start === 0) answerWell(asked)
      else response.writeHead(206, { 'content-range': `bytes ${range!.start}-${content.length - 1}/${content.length}` })
    })
    await order(studio)
    while ((await listed(studio))[0]!.doneBytes < MEGABYTE) await wait(5)
    expect(downloadsSchema.parse(await studio.json('POST', `/api/downloads/${LORA.id}/pause`))).toMatchObject([
      { state: 'paused' },
    ])
    await settled(studio)
    await studio.backEnd.close()
    server.behave((asked) => answerWell(asked))
    const before = server.requests.length
    const again = await scene.reopen()
    await wait(50)
    expect(await listed(again)).toMatchObject([{ state: 'paused' }])
    expect((await listed(again))[0]!.doneBytes).toBeGreaterThanOrEqual(MEGABYTE)
    await again.json('POST', `/api/downloads/${LORA.id}/resume`)
    await expectArrived({ ...scene, studio: again })
    expect(server.requests.slice(before).some(({ range }) => range === null || range.startsWith('bytes=0-'))).toBe(
      false,
    )
  })

  it('that is cancelled leaves nothing behind', async () => {
    const scene = await openScene()
    scene.server.behave(({ response }) => void response.writeHead(200, { 'content-length': CONTENT.length }).write('x'))
    await order(scene.studio)
    while (!existsSync(join(folderOf(scene.home), `${LORA.sha256}.part`))) await wait(5)
    expect(await scene.studio.json('POST', `/api/downloads/${LORA.id}/cancel`)).toEqual([])
    expect(readdirSync(folderOf(scene.home))).toEqual([])
  })

  it('goes on where it began when the models folder is changed, and leaves nothing there when it is cancelled', async () => {
    const scene = await openScene()
    const part = join(folderOf(scene.home), `${LORA.sha256}.part`)
    scene.server.behave((asked) => {
      if (asked.range?.start === 0) answerWell(asked)
    })
    await order(scene.studio)
    while ((await listed(scene.studio))[0]!.doneBytes < MEGABYTE) await wait(5)
    await scene.studio.json('POST', `/api/downloads/${LORA.id}/pause`)
    await settled(scene.studio)
    await scene.studio.json('PATCH', '/api/settings', { modelsFolder: join(scene.home, 'elsewhere') })
    await scene.studio.backEnd.close()
    const again = await scene.reopen()
    await wait(50)
    expect((await listed(again))[0]!.doneBytes).toBeGreaterThanOrEqual(MEGABYTE)
    expect(existsSync(part)).toBe(true)
    expect(await again.json('POST', `/api/downloads/${LORA.id}/cancel`)).toEqual([])
    expect(readdirSync(folderOf(scene.home))).toEqual([])
    expect(readdirSync(join(scene.home, 'elsewhere'))).toEqual([])
  })

  it('that is ordered again while it is being cancelled comes whole', async () => {
    const scene = await openScene()
    scene.server.behave(({ response }) => void response.writeHead(200, { 'content-length': CONTENT.length }).write('x'))
    await order(scene.studio)
    while (!existsSync(join(folderOf(scene.home), `${LORA.sha256}.part`))) await wait(5)
    scene.server.behave((asked) => answerWell(asked))
    const cancelled = scene.studio.json('POST', `/api/downloads/${LORA.id}/cancel`)
    await order(scene.studio)
    await cancelled
    await expectArrived(scene)
  })

  it('never takes the name of another file', async () => {
    const scene = await openScene()
    const path = join(folderOf(scene.home), LORA.fileName)
    mkdirSync(folderOf(scene.home), { recursive: true })
    writeFileSync(path, 'mine')
    await order(scene.studio)
    expect((await settled(scene.studio))[0]!.problem!.message).toBe(
      `${path} is another file of the same name. Move or rename it, then resume.`,
    )
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  it('takes a name that only an empty file has: what a kill leaves on a disk without links', async () => {
    const scene = await openScene()
    mkdirSync(folderOf(scene.home), { recursive: true })
    writeFileSync(join(folderOf(scene.home), LORA.fileName), '')
    await order(scene.studio)
    await expectArrived(scene)
  })

  it('takes up the file itself where it lies there already', async () => {
    const scene = await openScene()
    mkdirSync(folderOf(scene.home), { recursive: true })
    writeFileSync(join(folderOf(scene.home), LORA.fileName), CONTENT)
    await order(scene.studio)
    await expectArrived(scene)
    expect(scene.server.requests).toEqual([])
  })
})

describe('an import from a folder', () => {
  it('copies what the catalog has, checked by the same hash', async () => {
    const scene = await openScene()
    const stick = newHome()
    mkdirSync(join(stick, 'models'))
    writeFileSync(join(stick, 'models', 'renamed.safetensors'), CONTENT)
    writeFileSync(join(stick, 'notes.txt'), 'hello')
    expect(await scene.studio.json('POST', '/api/catalog/import', { path: stick })).toEqual({ fileIds: [LORA.id] })
    await expectArrived(scene)
    expect(scene.server.requests).toEqual([])
    expect(existsSync(join(stick, 'models', 'renamed.safetensors'))).toBe(true)
  })

  it('refuses a file of the right size with another hash, and says both', async () => {
    const scene = await openScene()
    const path = join(newHome(), 'lora.safetensors')
    writeFileSync(path, Buffer.alloc(CONTENT.length))
    await scene.studio.json('POST', '/api/catalog/import', { path })
    const problem = await expectFailed(scene)
    expect(problem).toContain(path)
    expect(problem).toContain(LORA.sha256)
    expect(readdirSync(folderOf(scene.home))).toEqual([])
  })

  it('says where there is nothing', async () => {
    const { studio } = await openScene()
    const path = newHome()
    const refused = await studio.ask('POST', '/api/catalog/import', { path })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      message: `${path} holds no file of the catalog. Files are told by their size.`,
    })
    const missing = await studio.ask('POST', '/api/catalog/import', { path: join(path, 'missing') })
    expect(await missing.json()).toMatchObject({ code: 'file' })
  })
})

describe('the settings of downloads', () => {
  it('take a full path, and a mirror over https or none', async () => {
    const { studio, home } = await openScene()
    const change = async (body: unknown) => (await studio.ask('PATCH', '/api/settings', body)).json()
    expect(await change({ downloadMirror: 'http://mirror.example' })).toMatchObject({ code: 'mirror' })
    expect(await change({ downloadMirror: 'mirror' })).toMatchObject({ code: 'mirror' })
    expect(await change({ downloadMirror: 'https://hf-mirror.com' })).toMatchObject({
      downloadMirror: 'https://hf-mirror.com',
    })
    expect(await change({ downloadMirror: '' })).toMatchObject({ downloadMirror: '' })
    expect(await change({ modelsFolder: 'models' })).toMatchObject({ code: 'file' })
    const folder = join(home, 'elsewhere')
    expect(await change({ modelsFolder: folder })).toMatchObject({ modelsFolder: folder })
    expect(existsSync(folder)).toBe(true)
  })
})
