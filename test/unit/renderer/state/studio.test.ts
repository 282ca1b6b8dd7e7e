import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sentence } from '../../../../models/sentences/catalogue.ts'
import { foreignText } from '../../../../models/sentences/sentence.ts'
import { catalogues } from '../../../../renderer/messages/catalogue.ts'
import { studioActions } from '../../../../renderer/state/studio-actions.ts'
import type { Studio } from '../../../../renderer/state/studio.svelte.ts'
import { job, model, queue, settings } from './contract-fixtures.ts'
import { newPicture, pictures } from './picture-back-end.ts'
import { watch } from './run-effects.svelte.ts'
import { openStudio, settle, stopClock } from './studio-harness.ts'

beforeEach(stopClock)
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('events', () => {
  it('reach the queue, and the draft of the picture that was asked for', async () => {
    const { studio, stream } = await openStudio()
    await studio.draft.generate()
    await stream.send({ type: 'job', job: job('job1', 'running', { seed: 42 }) })
    expect(studio.queue.running?.id).toBe('job1')
    expect(studio.draft.settings.seed).toBe(42)
  })

  it('reach the models and the settings', async () => {
    const { studio, stream } = await openStudio()
    await stream.send(
      { type: 'modelsChanged', models: [model('mine')] },
      { type: 'settingsChanged', settings: settings({ language: 'de', shortcuts: { generate: 'Mod+g' } }) },
    )
    expect(studio.models.all.map(({ id }) => id)).toEqual(['mine'])
    expect(studio.t).toBe(catalogues.de)
    expect(studio.shortcuts.keyOf('generate')).toBe('Mod+g')
  })

  it('count the pictures of the library', async () => {
    const { studio, stream } = await openStudio(pictures(3))
    await stream.send({ type: 'imageAdded', image: newPicture(1) })
    expect(studio.imageCount).toBe(4)
    await stream.send({ type: 'imagesRemoved', ids: pictures(3).map(({ id }) => id) })
    expect(studio.imageCount).toBe(1)
  })
})

describe('starting', () => {
  it('happens once, however the draft changes', async () => {
    const { studio } = await openStudio()
    const { seen, end } = watch(() => studio.start())
    await settle()
    studio.draft.change({ prompt: 'another fox' })
    await settle()
    expect(seen).toHaveLength(1)
    end()
  })
})

describe('what comes of itself', () => {
  it('tells of pictures that the trash did not take', async () => {
    const { studio, stream } = await openStudio()
    await stream.send({ type: 'deletionFailed', ids: ['a'], fileName: 'fox.png', reason: null })
    expect(studio.toasts.shown.map(({ kind, text }) => [kind, text])).toEqual([
      ['error', expect.stringMatching(/^The trash did not take fox\.png/)],
    ])
  })

  it('tells which device is being tested', async () => {
    const { studio, stream } = await openStudio()
    const devices = { next: 'cpu', autoUsesCpu: 'untested', testing: 'webgpu', testedAt: null, tests: [] } as const
    expect(studio.devices.beingTested).toBe(false)
    await stream.send({ type: 'devicesChanged', devices: { ...devices, tests: [] } })
    expect(studio.devices.beingTested).toBe(true)
  })
})

describe('generating by key', () => {
  const press = (studio: Studio, id: string) => {
    studioActions(studio)
      .find((action) => action.id === id)
      ?.run({} as KeyboardEvent)
  }

  it('asks for the picture, at the end or next', async () => {
    const { studio, asked } = await openStudio()
    press(studio, 'generate')
    press(studio, 'generate.next')
    await settle()
    expect(asked).toEqual(['submit end', 'submit next'])
  })

  it('says what is missing', async () => {
    const { studio, asked } = await openStudio()
    studio.draft.change({ prompt: ' ' })
    press(studio, 'generate')
    studio.models.receive([])
    press(studio, 'generate.next')
    expect(studio.toasts.shown.map(({ text }) => text)).toEqual([
      studio.t.prompt.needsPrompt,
      studio.t.prompt.needsModel,
    ])
    expect(asked).toEqual([])
  })
})

describe('a job that failed', () => {
  it('says why, and can be tried again', async () => {
    const { studio, stream, asked } = await openStudio([], { queue: queue({ active: [job('a', 'running')] }) })
    await stream.send({ type: 'job', job: job('a', 'failed', { error: foreignText('Not enough memory.') }) })
    const [toast] = studio.toasts.shown
    expect(toast).toMatchObject({ kind: 'error', text: 'Not enough memory.' })
    toast?.action?.run()
    await settle()
    expect(asked).toEqual(['retry a'])
  })

  it('says it in German to a user who has chosen German, also what was mended at the start', async () => {
    const { studio, stream } = await openStudio([], {
      settings: settings({ language: 'de' }),
      queue: queue({ active: [job('a', 'running')] }),
      recovery: sentence('library.begun-anew', { file: 'library.db', kept: 'library.db.damaged' }),
    })
    await stream.send({ type: 'job', job: job('a', 'failed', { error: sentence('engine.no-memory') }) })
    const [recovery, failure] = studio.toasts.shown
    expect(recovery?.text).toMatch(/^Die Bibliotheksdatei library\.db war beschädigt/)
    expect(failure?.text).toMatch(/^Für dieses Bild reicht der Speicher nicht\./)
  })

  it('says nothing where it was cancelled or done', async () => {
    const active = [job('a', 'running'), job('b', 'waiting')]
    const { studio, stream } = await openStudio([], { queue: queue({ active }) })
    await stream.send({ type: 'job', job: job('a', 'done') }, { type: 'job', job: job('b', 'cancelled') })
    expect(studio.toasts.shown).toEqual([])
  })
})

describe('the connection', () => {
  it('is told, and tried again at once when asked', async () => {
    const { studio, stream } = await openStudio()
    expect([studio.connection, studio.reconnections]).toEqual(['online', 0])
    await stream.drop()
    expect(studio.connection).toBe('offline')
    studio.events.retry()
    await settle()
    await stream.send({ type: 'alive' })
    expect([studio.connection, studio.reconnections, stream.opened]).toEqual(['online', 1, 2])
  })

  it('that was lost brings what was missed: jobs, models, settings, the number of pictures', async () => {
    const { studio, stream, backEnd } = await openStudio(pictures(2))
    await studio.draft.generate()
    await stream.send({ type: 'queue', queue: queue({ active: [job('job1', 'waiting')] }) })
    await stream.drop()
    backEnd.library.images.unshift(newPicture(1), newPicture(2))
    await vi.advanceTimersByTimeAsync(1000)
    await settle()
    const ended = job('job1', 'failed', { seed: 9, error: foreignText('Not enough memory.') })
    await stream.send(
      { type: 'queue', queue: queue({ recent: [ended] }) },
      { type: 'settingsChanged', settings: settings({ language: 'de' }) },
      { type: 'modelsChanged', models: [model('mine')] },
    )
    expect(studio.toasts.shown.map(({ text }) => text)).toEqual(['Not enough memory.'])
    expect(studio.draft.settings.seed).toBe(9)
    expect(studio.imageCount).toBe(4)
    expect([studio.t, studio.models.all.length]).toEqual([catalogues.de, 1])
  })

  it('that is silent for too long is made anew', async () => {
    const { stream } = await openStudio()
    await vi.advanceTimersByTimeAsync(39_000)
    await stream.send({ type: 'alive' })
    await vi.advanceTimersByTimeAsync(39_000)
    await settle()
    expect(stream.opened).toBe(1)
    await vi.advanceTimersByTimeAsync(2000)
    await settle()
    expect(stream.opened).toBe(2)
  })

  it('ends with the page, and leaves no timer', async () => {
    const { studio, stream, close } = await openStudio()
    await vi.advanceTimersByTimeAsync(1000)
    close()
    await settle()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([stream.isOpen, stream.opened]).toEqual([false, 1])
    studio.uiState.flush()
    expect(vi.getTimerCount()).toBe(0)
  })
})
