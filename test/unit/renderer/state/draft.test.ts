import { describe, expect, it, vi } from 'vitest'
import type { GenerationRequest, Job, Model, Preset } from '../../../../renderer/api/contract.ts'
import { Draft } from '../../../../renderer/state/draft.svelte.ts'
import { ModelsState } from '../../../../renderer/state/models.svelte.ts'
import { QueueState } from '../../../../renderer/state/queue.svelte.ts'
import { job, model, offlineClient, preset, queue, uiStateOf } from './contract-fixtures.ts'

const BUILT_IN = model('builtin', { builtIn: true })
const XL = model('xl', { family: 'sdxl', width: 1024, height: 1024, recommendedSteps: 8, recommendedGuidance: 5 })
const LORA = model('lora', { kind: 'lora' })
const XL_LORA = model('xl-lora', { kind: 'lora', family: 'sdxl' })

interface Start {
  readonly stored?: unknown
  readonly models?: readonly Model[]
  readonly presets?: readonly Preset[]
  readonly promptHistory?: readonly string[]
}

/** A draft whose requests the test answers; `kept` is what the next start would find. */
function drafting(start: Start = {}) {
  const asked: { request: GenerationRequest; place: string; answer: PromiseWithResolvers<Job[]> }[] = []
  const errors: unknown[] = []
  const client = offlineClient()
  const submit = (request: GenerationRequest, place: 'end' | 'next') => {
    const answer = Promise.withResolvers<Job[]>()
    asked.push({ request, place, answer })
    return answer.promise
  }
  const uiState = uiStateOf({ draft: start.stored })
  const models = new ModelsState(client, start.models ?? [BUILT_IN, XL, LORA, XL_LORA])
  const queueState = new QueueState({
    client: { ...client, queue: { ...client.queue, submit } },
    initial: queue(),
    onFinished: () => undefined,
    onError: (error) => errors.push(error),
  })
  const draft = new Draft({
    uiState,
    queue: queueState,
    models,
    presets: start.presets ?? [],
    promptHistory: start.promptHistory ?? [],
    firstPrompt: 'a red fox',
  })
  return { draft, asked, errors, models, queueState, kept: () => uiState.read('draft') }
}

describe('a draft', () => {
  it('begins with a prompt and the built-in model', () => {
    const { draft } = drafting({ models: [XL, BUILT_IN] })
    expect(draft.settings).toMatchObject({ prompt: 'a red fox', modelId: 'builtin', seedLocked: false })
    expect(draft.missing).toBeNull()
  })

  it('finds everything again that was typed before', () => {
    const { draft, kept } = drafting()
    draft.change({ prompt: 'an owl', negativePrompt: 'blurry', steps: 8, loras: [{ id: 'lora', strength: 0.7 }] })
    draft.lockSeed(42)
    const again = drafting({ stored: JSON.parse(JSON.stringify(kept())) }).draft
    expect(again.settings).toEqual(draft.settings)
    expect(again.settings.seed).toBe(42)
  })

  it('keeps what was typed where the model is no longer installed', () => {
    const { draft } = drafting()
    draft.change({ prompt: 'an owl', seed: 3, seedLocked: true })
    draft.chooseModel('xl')
    draft.change({ steps: 30 })
    const again = drafting({ stored: draft.settings, models: [BUILT_IN] }).draft
    expect(again.settings).toMatchObject({ prompt: 'an owl', seed: 3, modelId: 'builtin', steps: null })
  })

  it('amounts to what the model and the preset recommend, until something else is chosen', () => {
    const { draft } = drafting({ presets: [preset('hyper-1', 1), preset('hyper-8', 8)] })
    expect(draft.sampling).toMatchObject({ steps: 4, guidance: 1 })
    draft.change({ presetGroup: 'hyper', steps: 8 })
    expect(draft.preset?.id).toBe('hyper-8')
    expect(draft.sampling).toMatchObject({ guidance: 0, scheduler: 'tcd' })
    draft.chooseModel('xl')
    expect(draft.sampling).toMatchObject({ steps: 8, guidance: 5 })
    expect([draft.preset, draft.size, draft.negativeHeeded]).toEqual([null, { width: 1024, height: 1024 }, true])
  })

  it('leaves out LoRAs of another family with another model, and keeps the prompt', () => {
    const { draft } = drafting()
    const both = [
      { id: 'lora', strength: 1 },
      { id: 'xl-lora', strength: 0.5 },
    ]
    draft.change({ prompt: 'an owl', loras: both, width: 512, height: 768 })
    draft.chooseModel('xl')
    expect(draft.settings).toMatchObject({ prompt: 'an owl', loras: [both[1]], width: null, height: null })
  })

  it('can be made again once its model is back', () => {
    const { draft, models } = drafting()
    models.receive([{ ...BUILT_IN, present: false }])
    expect(draft.missing).toBe('model')
    models.receive([BUILT_IN])
    expect(draft.missing).toBeNull()
  })
})

describe('generating', () => {
  it('asks for what is set, with an unlocked seed left open', () => {
    const { draft, asked } = drafting({ presets: [preset('hyper-8', 8)] })
    draft.change({ prompt: 'an owl', presetGroup: 'hyper', steps: 8, negativePrompt: '  ', seed: 5 })
    void draft.generate('next')
    expect(asked[0]).toMatchObject({
      place: 'next',
      request: { prompt: 'an owl', negativePrompt: null, presetId: 'hyper-8', steps: 8, seed: null, parentId: null },
    })
    draft.lockSeed(5)
    void draft.generate()
    expect(asked[1]).toMatchObject({ place: 'end', request: { seed: 5 } })
  })

  it('asks for nothing without a prompt or a model', async () => {
    const { draft, asked } = drafting()
    draft.change({ prompt: '  ' })
    expect(await draft.generate()).toBe(false)
    expect(await drafting({ models: [] }).draft.generate()).toBe(false)
    expect(asked).toEqual([])
  })

  it('keeps the draft where the back end refuses, and says so', async () => {
    const { draft, asked, errors } = drafting()
    draft.change({ prompt: 'an owl' })
    const generated = draft.generate()
    asked[0]!.answer.reject(new Error('no room'))
    expect(await generated).toBe(false)
    expect(draft.settings.prompt).toBe('an owl')
    expect(errors).toEqual([new Error('no room')])
  })

  it('shows the seed that the last run drew, and leaves a locked one alone', async () => {
    const { draft, asked } = drafting()
    const generated = draft.generate()
    asked[0]!.answer.resolve([job('a', 'waiting')])
    await generated
    draft.receive(job('other', 'running', { seed: 1 }))
    expect(draft.settings.seed).toBeNull()
    draft.receive(job('a', 'running', { seed: 77 }))
    expect(draft.settings).toMatchObject({ seed: 77, seedLocked: false })
    draft.lockSeed(5)
    draft.receive(job('a', 'done', { seed: 77 }))
    expect(draft.settings).toMatchObject({ seed: 5, seedLocked: true })
  })

  it('shows the seed also where its event comes before the answer', async () => {
    const { draft, asked, queueState } = drafting()
    const generated = draft.generate()
    const running = job('a', 'running', { seed: 77 })
    queueState.receive({ type: 'job', job: running })
    draft.receive(running)
    asked[0]!.answer.resolve([job('a', 'waiting')])
    await generated
    expect(draft.settings.seed).toBe(77)
  })

  it('names the picture that settings came from as the parent, until they come from elsewhere', () => {
    const { draft, asked } = drafting()
    draft.apply({ prompt: 'an owl' }, { id: 'parent' })
    void draft.generate()
    draft.apply({ prompt: 'a file' })
    void draft.generate()
    expect(asked.map(({ request }) => request.parentId)).toEqual(['parent', null])
  })

  it('locks a seed that is rolled or typed, and unlocks an emptied one', () => {
    const { draft } = drafting()
    vi.spyOn(Math, 'random').mockReturnValueOnce(0.5)
    draft.rollSeed()
    expect(draft.settings).toMatchObject({ seed: 2 ** 31, seedLocked: true })
    draft.lockSeed(null)
    expect(draft.settings).toMatchObject({ seed: null, seedLocked: false })
  })
})

describe('the prompt history', () => {
  it('goes back through prompts that were used, and home to the one being typed', () => {
    const { draft } = drafting({ promptHistory: ['older', 'oldest'] })
    draft.change({ prompt: 'used' })
    void draft.generate()
    draft.change({ prompt: 'typing' })
    const seen: (string | null)[] = []
    for (const direction of [1, 1, 1, 1, -1, -1, -1, -1] as const) {
      const text = draft.recallPrompt(direction)
      seen.push(text)
      if (text !== null) draft.change({ prompt: text })
    }
    expect(seen).toEqual(['used', 'older', 'oldest', null, 'older', 'used', 'typing', null])
  })

  it('gives back a prompt that was typed and then replaced by that of a picture', () => {
    const { draft } = drafting({ promptHistory: ['older'] })
    draft.change({ prompt: 'typed for an hour' })
    draft.apply({ prompt: 'of a picture' }, { id: 'parent' })
    expect(draft.recallPrompt(1)).toBe('typed for an hour')
    draft.apply({ seed: 5 })
    expect(draft.recallPrompt(1)).toBe('older')
  })
})
