import { describe, expect, it, vi } from 'vitest'
import type {
  GenerationRequest,
  Job,
  Model,
  Preset,
  PresetChoice,
  PresetChoices,
} from '../../../../renderer/api/contract.ts'
import { Draft } from '../../../../renderer/state/draft.svelte.ts'
import { ModelsState } from '../../../../renderer/state/models.svelte.ts'
import { PresetsState } from '../../../../renderer/state/presets.svelte.ts'
import { QueueState } from '../../../../renderer/state/queue.svelte.ts'
import { job, model, offlineClient, preset, queue, uiStateOf } from './contract-fixtures.ts'

const CARD = { scheduler: 'lcm', spacing: 'trailing', steps: 3, eta: 0, guidance: 1 } as const
const BUILT_IN = model('builtin', { builtIn: true, settings: CARD })
const XL = model('xl', { family: 'sdxl', width: 1024, height: 1024 })
const LORA = model('lora', { kind: 'lora' })
const XL_LORA = model('xl-lora', { kind: 'lora', family: 'sdxl' })

interface Start {
  readonly stored?: unknown
  readonly models?: readonly Model[]
  readonly presets?: readonly Preset[]
  readonly promptHistory?: readonly string[]
  /** What the back end says of each checkpoint, by its id. */
  readonly fits?: Readonly<Record<string, PresetChoices>>
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
  const choices = (id: string) => {
    const known = start.fits?.[id]
    return known === undefined ? client.presets.choices(id) : Promise.resolve(known)
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
    presets: new PresetsState({ ...client.presets, choices }, start.presets ?? []),
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
    expect(draft.sampling).toMatchObject({ guidance: 1, scheduler: { kind: 'lcm', steps: 3 } })
    draft.change({ presetGroup: 'hyper', steps: 8 })
    expect(draft.preset?.id).toBe('hyper-8')
    expect(draft.sampling).toMatchObject({ guidance: 0, scheduler: { kind: 'tcd' } })
    draft.chooseModel('xl')
    expect(draft.sampling).toMatchObject({ guidance: 5, scheduler: { steps: 20 } })
    expect([draft.preset, draft.size, draft.negativeHeeded]).toEqual([null, { width: 1024, height: 1024 }, true])
  })

  it('takes over another model without the VAE and the LoRAs that do not go with it', () => {
    const { draft } = drafting()
    const other = { id: 'xl-lora', strength: 0.5 }
    draft.change({ loras: [{ id: 'lora', strength: 1 }, other], vaeId: 'vae' })
    draft.apply({ prompt: 'an owl' })
    expect(draft.settings.vaeId).toBe('vae')
    draft.apply({ modelId: 'xl' })
    expect(draft.settings).toMatchObject({ modelId: 'xl', vaeId: null, loras: [other] })
    draft.apply({ modelId: 'builtin', vaeId: 'tiny', loras: [] })
    expect(draft.settings).toMatchObject({ vaeId: 'tiny', loras: [] })
  })

  it('has the size of a saved preset, unless another is chosen', () => {
    const saved = preset('mine-8', 8, { custom: true, size: { width: 640, height: 384 } })
    const { draft } = drafting({ presets: [saved] })
    draft.change({ presetGroup: 'mine' })
    expect([draft.size, draft.ownSize]).toEqual([saved.size, saved.size])
    draft.change({ width: 512, height: 512 })
    expect([draft.size, draft.ownSize]).toEqual([{ width: 512, height: 512 }, saved.size])
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

const PLAIN = model('plain')
const STEP_LORA = model('hyper-lora', {
  kind: 'lora',
  name: 'Hyper-SD15-1step-lora',
  distilled: { id: 'hyper-sd15-unified', knownBy: 'hash' },
})
const UNIFIED = [1, 2, 4, 8].map((steps) => preset(`hyper-unified-${steps}`, steps))
const TURBO = preset('turbo-1', 1)

/** A plain checkpoint's presets, with or without the LoRA that they need. */
function fitsPlain(isThere: boolean): PresetChoices {
  const state: PresetChoice['state'] = isThere ? 'ready' : 'missing'
  return {
    recommended: isThere ? 'hyper-unified-4' : null,
    choices: [
      ...UNIFIED.map(({ id }) => ({
        presetId: id,
        state,
        loraId: isThere ? STEP_LORA.id : null,
        strength: 1,
        publishedId: isThere ? null : 'hyper-sd15-unified',
      })),
      { presetId: TURBO.id, state: 'other', loraId: null, strength: 1, publishedId: null },
    ],
  }
}

describe('choosing a checkpoint', () => {
  const start = { models: [BUILT_IN, PLAIN, LORA, STEP_LORA], presets: [...UNIFIED, TURBO] }

  it('takes its best preset, and shows the LoRA that this brings', async () => {
    const { draft } = drafting({ ...start, fits: { plain: fitsPlain(true) } })
    draft.chooseModel('plain')
    expect(draft.sampling.scheduler.steps).toBe(20)
    await vi.waitFor(() => expect(draft.preset?.id).toBe('hyper-unified-4'))
    expect(draft.sampling).toMatchObject({ guidance: 0, scheduler: { kind: 'tcd', steps: 4 } })
    expect(draft.broughtLoras).toEqual([{ name: STEP_LORA.name, strength: 1 }])
    expect(draft.groups.map(({ id }) => id)).toEqual(['hyper-unified'])
    expect(draft.request).toMatchObject({ presetId: 'hyper-unified-4', loras: [] })
    draft.change({ loras: [{ id: STEP_LORA.id, strength: 0.8 }] })
    expect(draft.broughtLoras).toEqual([])
  })

  it('leaves alone what was chosen before the answer came', async () => {
    const { draft } = drafting({ ...start, fits: { plain: fitsPlain(true) } })
    draft.chooseModel('plain')
    draft.change({ steps: 30 })
    await draft.refreshPresets()
    expect(draft.settings).toMatchObject({ presetGroup: null, steps: 30 })
  })

  it('says that the weights of a few steps are missing, until they are there', async () => {
    const fits = { plain: fitsPlain(false) }
    const { draft } = drafting({ ...start, fits })
    draft.chooseModel('plain')
    await draft.refreshPresets()
    expect(draft.settings.presetGroup).toBeNull()
    draft.chooseSteps(2)
    expect(draft.preset?.id).toBe('hyper-unified-2')
    expect(draft.presetChoice).toMatchObject({ state: 'missing', publishedId: 'hyper-sd15-unified' })
    expect([draft.missing, draft.request]).toEqual(['weights', null])
    fits.plain = fitsPlain(true)
    await draft.refreshPresets()
    expect([draft.missing, draft.request?.presetId]).toEqual([null, 'hyper-unified-2'])
  })

  it('takes a preset that was just saved, before it is known that it fits', async () => {
    const fits = { plain: fitsPlain(true) }
    const saved = preset('mine-6', 6, { custom: true })
    const { draft } = drafting({ ...start, presets: [...start.presets, saved], fits })
    draft.chooseModel('plain')
    await draft.refreshPresets()
    draft.choosePreset(saved)
    expect(draft.preset).toBeNull()
    const choice = { presetId: saved.id, state: 'ready', loraId: null, strength: 1, publishedId: null } as const
    fits.plain = { ...fits.plain, choices: [...fits.plain.choices, choice] }
    await draft.refreshPresets()
    expect([draft.preset?.id, draft.sampling.scheduler.steps]).toEqual(['mine-6', 6])
  })

  it('shows the sampling of a step LoRA that is added by hand', async () => {
    const presets = UNIFIED.map((one) => ({ ...one, weights: { sd15: 'hyper-sd15-unified' } }))
    const { draft } = drafting({ ...start, presets, fits: { plain: { ...fitsPlain(true), recommended: null } } })
    draft.chooseModel('plain')
    await draft.refreshPresets()
    draft.addLora(LORA.id)
    expect(draft.sampling.scheduler.steps).toBe(20)
    draft.addLora(STEP_LORA.id)
    expect(draft.sampling).toMatchObject({ guidance: 0, scheduler: { kind: 'tcd', steps: 4 } })
    expect(draft.settings.loras.map(({ id }) => id)).toEqual([LORA.id, STEP_LORA.id])
    expect(draft.broughtLoras).toEqual([])
  })

  it('shows the sampling of a step LoRA that the prompt names', async () => {
    const presets = UNIFIED.map((one) => ({ ...one, weights: { sd15: 'hyper-sd15-unified' } }))
    const { draft } = drafting({ ...start, presets, fits: { plain: { ...fitsPlain(true), recommended: null } } })
    draft.chooseModel('plain')
    await draft.refreshPresets()
    draft.change({ prompt: 'an owl <lora:nobody:1>' })
    expect(draft.sampling.scheduler.steps).toBe(20)
    draft.change({ prompt: 'an owl <lora:hyper-sd15-1STEP-lora:0.7>' })
    expect(draft.sampling).toMatchObject({ guidance: 0, scheduler: { kind: 'tcd', steps: 4 } })
    draft.chooseSteps(2)
    expect(draft.settings.presetGroup).toBeNull()
    expect(draft.sampling.scheduler).toMatchObject({ kind: 'tcd', steps: 2 })
    draft.chooseGroup('hyper-unified')
    expect(draft.broughtLoras).toEqual([])
  })

  it('takes the steps alone where a step LoRA or a scheduler was chosen, or the model has its own', async () => {
    const { draft } = drafting({ ...start, fits: { plain: fitsPlain(true), builtin: fitsPlain(true) } })
    draft.chooseSteps(2)
    expect(draft.settings).toMatchObject({ steps: 2, presetGroup: null })
    draft.chooseModel('plain')
    await draft.refreshPresets()
    draft.chooseGroup(null)
    draft.change({ loras: [{ id: STEP_LORA.id, strength: 1 }] })
    draft.chooseSteps(2)
    expect(draft.settings.presetGroup).toBeNull()
    draft.change({ loras: [], scheduler: 'ddim' })
    draft.chooseSteps(4)
    expect(draft.settings).toMatchObject({ presetGroup: null, scheduler: 'ddim', steps: 4 })
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
