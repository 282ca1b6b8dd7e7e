import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { detailOf, job, model } from './contract-fixtures.ts'
import { pictures } from './picture-back-end.ts'
import { openStudio, stopClock } from './studio-harness.ts'

beforeEach(stopClock)
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const PICTURE = detailOf(pictures(1)[0]!, { prompt: 'an owl', negativePrompt: 'blurry' })

describe('using a picture', () => {
  it('takes over what was asked for, and can give back the prompt that it replaced', async () => {
    const { studio, desk } = await openStudio()
    studio.draft.change({ prompt: 'typed', seed: 3, seedLocked: true })
    desk.onPicture.use(PICTURE, 'prompt')
    expect(studio.draft.settings).toMatchObject({ prompt: 'an owl', negativePrompt: 'blurry', seed: 3 })
    expect(studio.draft.recallPrompt(1)).toBe('typed')
    desk.onPicture.use(PICTURE, 'seed')
    expect(studio.draft.settings).toMatchObject({ prompt: 'an owl', seed: PICTURE.seed, seedLocked: true })
    expect(studio.toasts.shown.map(({ text }) => text)).toEqual([
      studio.t.viewer.used.prompt,
      studio.t.viewer.used.seed,
    ])
  })
})

describe('varying a picture', () => {
  it('asks for nothing where its recipe is not known, and says so', async () => {
    const { studio, desk, asked } = await openStudio([], { models: [model('builtin')] })
    await desk.onPicture.vary(PICTURE)
    expect(asked).toEqual([])
    expect(studio.toasts.shown.map(({ kind, text }) => [kind, text])).toEqual([['error', studio.t.viewer.cannotVary]])
  })
})

describe('making a picture again', () => {
  it('says what went wrong', async () => {
    const { studio, desk } = await openStudio()
    await desk.onPicture.regenerate(PICTURE)
    expect(studio.toasts.shown.map(({ kind }) => kind)).toEqual(['error'])
  })

  it('tells beside the picture how it goes, and does not pull the viewer to the newest one', async () => {
    const { desk, backEnd, stream } = await openStudio(pictures(2))
    desk.viewer.following = false
    const { id } = backEnd.library.images[1]!
    await desk.viewer.read(id)
    await stream.send({ type: 'job', job: job('again', 'running', { kind: 'regenerate', sourceId: id }) })
    expect([desk.viewer.repetition?.state, desk.viewer.following]).toEqual(['running', false])
  })
})

describe('copying', () => {
  it('says what was copied, or what went wrong', async () => {
    const { studio, desk } = await openStudio()
    const copied: string[] = []
    const writeText = vi
      .fn<(text: string) => Promise<void>>()
      .mockImplementationOnce((text) => Promise.resolve(void copied.push(text)))
      .mockRejectedValueOnce(new Error('The window is not in front.'))
    vi.stubGlobal('navigator', { clipboard: { writeText } })
    await desk.onPicture.copyText('seed 7', 'Copied.')
    await desk.onPicture.copyText('seed 8', 'Copied.')
    expect(copied).toEqual(['seed 7'])
    expect(studio.toasts.shown.map(({ kind, text }) => [kind, text])).toEqual([
      ['note', 'Copied.'],
      ['error', 'The window is not in front.'],
    ])
  })
})
