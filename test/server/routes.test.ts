import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  boardSchema,
  facetsSchema,
  imageDaysSchema,
  imageDetailSchema,
  imagePageSchema,
  readSettingsSchema,
} from '../../main/server/contract/library.ts'
import { problemSchema } from '../../main/server/contract/common.ts'
import { bootstrapSchema, eventSchema, settingsSchema, tokenCountSchema } from '../../main/server/contract/studio.ts'
import { followEvents } from './follow-events.ts'
import { openStudio, queueJobs, untilIdle, type Studio } from './studio.ts'

async function withPictures(seeds: readonly number[]): Promise<{ studio: Studio; ids: string[] }> {
  const studio = await openStudio()
  for (const seed of seeds) await queueJobs(studio, { seed, prompt: `a fox number ${seed}` })
  await untilIdle(studio)
  const { images } = imagePageSchema.parse(await studio.json('GET', '/api/images?sort=oldest'))
  return { studio, ids: images.map(({ id }) => id) }
}

describe('bootstrap', () => {
  it('tells all that the page needs, in the shape of the contract', async () => {
    const { studio } = await withPictures([3])
    const bootstrap = bootstrapSchema.parse(await studio.json('GET', '/api/bootstrap'))
    expect(bootstrap).toMatchObject({ imageCount: 1, promptHistory: ['a fox number 3'], boards: [], uiState: {} })
    expect(bootstrap.models.map(({ id, builtIn, present }) => ({ id, builtIn, present }))).toEqual([
      { id: 'built-in', builtIn: true, present: true },
    ])
    expect(bootstrap.settings.picturesFolder).toContain(studio.home)
  })
})

describe('pictures', () => {
  it('are paged, counted by day and by value, and told in detail', async () => {
    const { studio, ids } = await withPictures([1, 2, 3])
    const first = imagePageSchema.parse(await studio.json('GET', '/api/images?limit=2'))
    expect(first.images.map(({ seed }) => seed)).toEqual([3, 2])
    const second = imagePageSchema.parse(await studio.json('GET', `/api/images?limit=2&cursor=${first.nextCursor}`))
    expect(second).toMatchObject({ images: [{ seed: 1 }], nextCursor: null, total: 3 })
    const { days } = imageDaysSchema.parse(await studio.json('GET', '/api/images/days'))
    expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(3)
    const facets = facetsSchema.parse(await studio.json('GET', '/api/images/facets'))
    expect(facets.sizes).toEqual([{ width: 128, height: 128, count: 3 }])
    const detail = imageDetailSchema.parse(await studio.json('GET', `/api/images/${ids[0]}`))
    expect(detail).toMatchObject({ prompt: 'a fox number 1', seed: 1, recipe: { seed: 1, emphasis: 'a1111' } })
    expect(existsSync(detail.path)).toBe(true)
  })

  it('are sent as files, whole and in ranges', async () => {
    const { studio, ids } = await withPictures([5])
    const { path } = imageDetailSchema.parse(await studio.json('GET', `/api/images/${ids[0]}`))
    const file = readFileSync(path)
    const whole = await studio.ask('GET', `/api/images/${ids[0]}/file`)
    expect(Buffer.from(await whole.arrayBuffer()).equals(file)).toBe(true)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-length': String(file.length),
      'content-disposition': expect.stringMatching(
        /^inline; filename\*=UTF-8''\d{6}-5-a-fox-number-5\.png$/,
      ) as unknown,
      'cache-control': expect.stringContaining('immutable') as unknown,
    })
    const range = (header: string) =>
      studio.backEnd.desktopApp.request(`/api/images/${ids[0]}/file`, { headers: { range: header } })
    const middle = await range('bytes=10-19')
    expect(middle.status).toBe(206)
    expect(middle.headers.get('content-range')).toBe(`bytes 10-19/${file.length}`)
    expect(Buffer.from(await middle.arrayBuffer()).equals(file.subarray(10, 20))).toBe(true)
    expect(Buffer.from(await (await range('bytes=-4')).arrayBuffer()).equals(file.subarray(-4))).toBe(true)
    expect((await range(`bytes=${file.length}-`)).status).toBe(416)
    expect((await range('bytes=9-1')).status).toBe(200)
  })

  it('have thumbnails', async () => {
    const { studio, ids } = await withPictures([5])
    const thumbnail = await studio.ask('GET', `/api/images/${ids[0]}/thumb/256`)
    expect(thumbnail.headers.get('content-type')).toBe('image/webp')
    expect(
      Buffer.from(await thumbnail.arrayBuffer())
        .subarray(8, 12)
        .toString(),
    ).toBe('WEBP')
    expect((await studio.ask('GET', `/api/images/${ids[0]}/thumb/99`)).status).toBe(400)
  })

  it('are starred, rated, deleted and brought back', async () => {
    const { studio, ids } = await withPictures([1, 2])
    await studio.json('PATCH', '/api/images', { ids: [ids[0]], starred: true, rating: 4 })
    const starred = imagePageSchema.parse(await studio.json('GET', '/api/images?starred=true'))
    expect(starred.images).toMatchObject([{ id: ids[0], starred: true, rating: 4 }])
    const { undoToken } = (await studio.json('POST', '/api/images/delete', { ids: [ids[0]] })) as { undoToken: string }
    expect((await studio.ask('GET', `/api/images/${ids[0]}`)).status).toBe(404)
    expect(await studio.json('POST', '/api/images/undo-delete', { undoToken })).toEqual({ ids: [ids[0]] })
    expect(imagePageSchema.parse(await studio.json('GET', '/api/images')).total).toBe(2)
  })

  it('go to the trash when the back end ends', async () => {
    const { studio, ids } = await withPictures([1])
    const { path } = imageDetailSchema.parse(await studio.json('GET', `/api/images/${ids[0]}`))
    await studio.json('POST', '/api/images/delete', { ids })
    expect(existsSync(path)).toBe(true)
    await studio.backEnd.close()
    expect(studio.trashed).toEqual([path])
  })

  it('are exported with and without their settings', async () => {
    const { studio, ids } = await withPictures([1])
    const folder = studio.home
    const both = [true, false].map((withoutMetadata) =>
      studio.json('POST', '/api/export', { ids, folder, withoutMetadata }),
    )
    const [bare, full] = (await Promise.all(both)).map((answer) =>
      readFileSync((answer as { files: string[] }).files[0]!),
    )
    expect(full!.includes('a fox number 1')).toBe(true)
    expect(bare!.includes('a fox number 1')).toBe(false)
  })
})

describe('the trash', () => {
  it('that does not take a picture is told of, and the picture is back', async () => {
    const trash = () => Promise.reject(new Error('The disk has no trash.'))
    const studio = await openStudio({ parts: { trash } })
    await queueJobs(studio, { seed: 5 })
    const [id] = (await untilIdle(studio)).recent[0]!.imageIds
    const events = await followEvents(studio)
    await studio.json('POST', '/api/images/delete', { ids: [id] })
    await studio.backEnd.close()
    await expect
      .poll(() => events.of('deletionFailed'))
      .toEqual([
        {
          type: 'deletionFailed',
          ids: [id],
          fileName: expect.stringMatching(/-5-a-red-fox\.png$/) as unknown,
          reason: 'The disk has no trash.',
        },
      ])
    expect(events.of('imageAdded').map(({ image }) => image.id)).toEqual([id])
    await events.stop()
  })
})

describe('boards', () => {
  it('are made, renamed, filled and deleted', async () => {
    const { studio, ids } = await withPictures([1, 2])
    const boards = async (method: string, path: string, body?: unknown) =>
      boardSchema.array().parse(await studio.json(method, path, body))
    const [made] = await boards('POST', '/api/boards', { name: '  foxes ' })
    expect(made).toMatchObject({ name: 'foxes', count: 0 })
    expect(await boards('POST', `/api/boards/${made!.id}/images`, { add: ids })).toMatchObject([{ count: 2 }])
    expect(await boards('POST', `/api/boards/${made!.id}/images`, { remove: [ids[0]] })).toMatchObject([{ count: 1 }])
    expect(await boards('PATCH', `/api/boards/${made!.id}`, { name: 'owls' })).toMatchObject([{ name: 'owls' }])
    const page = imagePageSchema.parse(await studio.json('GET', `/api/images?boardId=${made!.id}`))
    expect(page.images.map(({ id }) => id)).toEqual([ids[1]])
    expect(await boards('DELETE', `/api/boards/${made!.id}`)).toEqual([])
    expect((await studio.ask('DELETE', `/api/boards/${made!.id}`)).status).toBe(404)
  })
})

describe('models', () => {
  it('refuses a file that is none with its sentence, and keeps the built-in one', async () => {
    const studio = await openStudio()
    for (const path of ['/nowhere/model.safetensors', 'relative.safetensors', import.meta.filename]) {
      const answer = await studio.ask('POST', '/api/models', { path })
      expect([path, answer.status]).toEqual([path, 422])
      expect(await answer.json()).toMatchObject({
        code: 'model-file',
        message: expect.stringMatching(/^\S.{10,}\.$/) as unknown,
        key: expect.stringMatching(/^model-file\./) as unknown,
      })
    }
    const missing = await studio.ask('POST', '/api/models', { path: '/nowhere/model.safetensors' })
    expect(await missing.json()).toEqual({
      code: 'model-file',
      message: '/nowhere/model.safetensors does not exist. Check the path.',
      key: 'model-file.missing',
      values: { path: '/nowhere/model.safetensors' },
    })
    expect((await studio.ask('DELETE', '/api/models/built-in')).status).toBe(409)
    expect((await studio.ask('DELETE', '/api/models/gone')).status).toBe(404)
  })

  it('adds a folder and a LoRA in place, and forgets them', async () => {
    const studio = await openStudio()
    const embedded = new URL('../../models/embedded/', import.meta.url).pathname
    await studio.json('POST', '/api/models', { path: embedded })
    const models = await studio.json('POST', '/api/models', { path: `${embedded}loras/unified.safetensors` })
    const { models: listed } = bootstrapSchema.parse(await studio.json('GET', '/api/bootstrap'))
    expect(models).toEqual(listed)
    expect(listed.map(({ kind, name }) => [kind, name])).toEqual([
      ['checkpoint', 'Onestroke built-in'],
      ['checkpoint', 'embedded'],
      ['lora', 'unified'],
    ])
    await queueJobs(studio, { modelId: listed[1]!.id, prompt: 'a fox <lora:unified:0.5>', steps: 3 })
    const { recent } = await untilIdle(studio)
    expect(recent[0]).toMatchObject({ state: 'done', request: { prompt: 'a fox', loras: [{ strength: 0.5 }] } })
    for (const { id, builtIn } of listed) if (!builtIn) await studio.json('DELETE', `/api/models/${id}`)
    expect(await studio.json('GET', '/api/models')).toHaveLength(1)
  })
})

describe('settings', () => {
  it('change one by one, and survive a restart with the state of the page', async () => {
    const studio = await openStudio()
    await studio.json('PATCH', '/api/settings', { theme: 'light' })
    await studio.json('PATCH', '/api/settings', { language: 'de' })
    await studio.json('PUT', '/api/ui-state', { draft: { prompt: 'ein Fuchs' } })
    await studio.backEnd.close()
    const again = await openStudio({ home: studio.home })
    expect(settingsSchema.parse(await again.json('GET', '/api/settings'))).toMatchObject({
      theme: 'light',
      language: 'de',
    })
    const { uiState } = bootstrapSchema.parse(await again.json('GET', '/api/bootstrap'))
    expect(uiState).toEqual({ draft: { prompt: 'ein Fuchs' } })
  })

  it('puts pictures where the user wants them', async () => {
    const studio = await openStudio()
    await studio.json('PATCH', '/api/settings', { picturesFolder: `${studio.home}/elsewhere` })
    await queueJobs(studio)
    const [job] = (await untilIdle(studio)).recent
    const detail = imageDetailSchema.parse(await studio.json('GET', `/api/images/${job!.imageIds[0]}`))
    expect(detail.path.startsWith(`${studio.home}/elsewhere/`)).toBe(true)
    expect((await studio.ask('PATCH', '/api/settings', { picturesFolder: 'not/absolute' })).status).toBe(422)
  })
})

describe('file names', () => {
  it('follow the template that the user chose, and never replace one another', async () => {
    const studio = await openStudio()
    await studio.json('PATCH', '/api/settings', { fileNameTemplate: '{model}/fox' })
    await queueJobs(studio, { count: 2 })
    const [job] = (await untilIdle(studio)).recent
    const details = await Promise.all(job!.imageIds.map((id) => studio.json('GET', `/api/images/${id}`)))
    const folder = `${studio.home}/pictures/onestroke-built-in`
    expect(details.map((detail) => imageDetailSchema.parse(detail).path)).toEqual([
      `${folder}/fox.png`,
      `${folder}/fox-1.png`,
    ])
  })

  it('keep their template where another one cannot be used, and say why', async () => {
    const studio = await openStudio()
    const before = settingsSchema.parse(await studio.json('GET', '/api/settings')).fileNameTemplate
    expect(before).toBe('{year}/{month}-{day}/{time}-{seed}-{prompt}')
    const answer = await studio.ask('PATCH', '/api/settings', { fileNameTemplate: '{sed}-{prompt}' })
    expect(answer.status).toBe(422)
    expect(problemSchema.parse(await answer.json())).toMatchObject({
      code: 'name-template',
      message: expect.stringMatching(/^A file name has no field "\{sed\}"\. There are: \{year\} /) as unknown,
    })
    for (const fileNameTemplate of ['../{seed}', '/tmp/{seed}', 'C:\\{seed}']) {
      expect((await studio.ask('PATCH', '/api/settings', { fileNameTemplate })).status).toBe(422)
    }
    expect(settingsSchema.parse(await studio.json('GET', '/api/settings')).fileNameTemplate).toBe(before)
  })
})

describe('reading prompts and files', () => {
  it('counts tokens', async () => {
    const studio = await openStudio()
    const count = await studio.json('POST', '/api/tokens', { text: 'a (red:1.3) fox', modelId: 'built-in' })
    expect(tokenCountSchema.parse(count)).toMatchObject({ tokenCount: 3, limit: 75, cutAt: null })
  })

  it('reads back the settings of its own pictures', async () => {
    const { studio, ids } = await withPictures([77])
    const file = await (await studio.ask('GET', `/api/images/${ids[0]}/file`)).arrayBuffer()
    const answer = await studio.backEnd.desktopApp.request('/api/read-settings', { method: 'POST', body: file })
    expect(readSettingsSchema.parse(await answer.json())).toMatchObject({
      source: 'onestroke',
      prompt: 'a fox number 77',
      seed: 77,
      steps: 2,
      width: 128,
      scheduler: 'ddim',
      notHonoured: [],
    })
  })
})

describe('events', () => {
  it('begins with the present state and tells what happens', async () => {
    const studio = await openStudio()
    const stream = await studio.ask('GET', '/api/events')
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const typesSoFar = () =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => eventSchema.parse(JSON.parse(line)).type)
    const readUntil = async (type: string) => {
      while (!typesSoFar().includes(type as never)) text += (await reader.read()).value ?? ''
    }
    await readUntil('boardsChanged')
    expect(typesSoFar()).toEqual([
      'queue',
      'settingsChanged',
      'modelsChanged',
      'modelFoldersChanged',
      'hashingChanged',
      'presetsChanged',
      'boardsChanged',
    ])
    text = ''
    await queueJobs(studio)
    await readUntil('imageAdded')
    await studio.json('POST', '/api/boards', { name: 'foxes' })
    await readUntil('boardsChanged')
    expect(typesSoFar()).toEqual(expect.arrayContaining(['job', 'progress']))
    await reader.cancel()
  })
})
