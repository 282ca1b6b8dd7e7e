import { readLoraTags } from '../../models/prompts/lora-tags.ts'
import { parseRecipe, RecipeError, type Recipe } from '../../models/recipe/recipe.ts'
import { SCHEDULER_KINDS, type SchedulerKind } from '../../models/schedulers/scheduler-settings.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { parseInfotext } from '../images/parse-infotext.ts'
import type { SettingsTexts } from '../images/settings-text.ts'
import { SAMPLERS } from '../images/write-infotext.ts'
import type { ReadSettings } from '../server/contract/library.ts'

/** Settings of A1111 and its extensions that change the picture and that Onestroke has no counterpart for. */
const UNSUPPORTED = [
  ['Hires upscale', 'unsupported.second-pass'],
  ['Hires upscaler', 'unsupported.second-pass'],
  ['Denoising strength', 'unsupported.start-picture'],
  ['Variation seed', 'unsupported.variation-seed'],
  ['ControlNet 0', 'unsupported.controlnet'],
  ['Refiner', 'unsupported.refiner'],
  ['Face restoration', 'unsupported.faces'],
  ['Tiling', 'unsupported.tiling'],
] as const

const NOTHING: ReadSettings = {
  source: 'none',
  infotext: '',
  prompt: null,
  negativePrompt: null,
  seed: null,
  steps: null,
  guidance: null,
  width: null,
  height: null,
  scheduler: null,
  modelName: null,
  notHonoured: [],
}

function findScheduler(sampler: string, schedule: string): SchedulerKind | null {
  // Up to A1111 1.8 the schedule was part of the sampler's name.
  const karras = schedule === 'Karras' || sampler.endsWith(' Karras')
  const name = sampler.replace(/ Karras$/, '')
  const matches = SCHEDULER_KINDS.filter((kind) => SAMPLERS[kind] === name)
  return matches.find((kind) => kind.endsWith('-karras') === karras) ?? matches[0] ?? null
}

function integerOf(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return null
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : null
}

function guidanceOf(text: string | undefined): number | null {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text)
  return Number.isFinite(value) && value >= 0 ? value : null
}

function sizeOf(text: string | undefined): Pick<ReadSettings, 'width' | 'height'> {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(text ?? '') ?? []
  return { width: integerOf(width), height: integerOf(height) }
}

function listNotHonoured(parameters: ReadonlyMap<string, string>, scheduler: string | null): Sentence[] {
  const sampler = parameters.get('Sampler')
  const keys = new Set(UNSUPPORTED.filter(([parameter]) => parameters.has(parameter)).map(([, key]) => key))
  const notes = [...keys].map((key) => sentence(key))
  if (sampler === undefined || scheduler !== null) return notes
  return [sentence('unsupported.sampler', { name: sampler }), ...notes]
}

/** What a text in A1111's form says, as far as Onestroke can follow it; LoRA tags stay in the prompt. */
function settingsFromInfotext(infotext: string): ReadSettings {
  const { prompt, negativePrompt, parameters } = parseInfotext(infotext)
  const sampler = parameters.get('Sampler')
  const scheduler = sampler === undefined ? null : findScheduler(sampler, parameters.get('Schedule type') ?? '')
  return {
    source: 'a1111',
    infotext,
    prompt,
    negativePrompt: negativePrompt === '' ? null : negativePrompt,
    seed: integerOf(parameters.get('Seed')),
    steps: integerOf(parameters.get('Steps')),
    guidance: guidanceOf(parameters.get('CFG scale')),
    ...sizeOf(parameters.get('Size')),
    scheduler,
    modelName: parameters.get('Model') ?? null,
    notHonoured: listNotHonoured(parameters, scheduler),
  }
}

/** What is known of a LoRA that a picture names. */
export type LoraKnowledge = (name: string) => 'installed' | 'built-in' | 'unknown'

/** Keeps the tags of LoRAs that are there; the built-in model uses its own without a tag. */
function withKnownLoras(settings: ReadSettings, knowledgeOf: LoraKnowledge): ReadSettings {
  const { text, tags } = readLoraTags(settings.prompt ?? '')
  if (tags.length === 0) return settings
  const kept = tags.filter(({ name }) => knowledgeOf(name) === 'installed')
  const missing = tags.filter(({ name }) => knowledgeOf(name) === 'unknown')
  return {
    ...settings,
    prompt: text + kept.map(({ name, strength }) => ` <lora:${name}:${strength}>`).join(''),
    notHonoured: [...settings.notHonoured, ...missing.map(({ name }) => sentence('unsupported.lora', { name }))],
  }
}

/** A recipe's settings in the form of those that other programs write. */
function settingsFromRecipe(recipe: Recipe, infotext: string): ReadSettings {
  const { prompt, negativePrompt, seed, scheduler, guidance, width, height, model, loras, image } = recipe
  return {
    source: 'onestroke',
    infotext,
    prompt: prompt + loras.map(({ name, strength }) => ` <lora:${name}:${strength}>`).join(''),
    negativePrompt,
    seed,
    steps: scheduler.steps,
    guidance,
    width,
    height,
    scheduler: scheduler.kind,
    modelName: model.name,
    notHonoured: image === null ? [] : [sentence('unsupported.start-picture')],
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RecipeError(sentence('recipe.not-a-recipe'))
  }
}

function readTexts({ recipe, infotext }: SettingsTexts): ReadSettings {
  const plain = infotext === null ? NOTHING : settingsFromInfotext(infotext)
  if (recipe === null) return plain
  try {
    return settingsFromRecipe(parseRecipe(parseJson(recipe)), infotext ?? '')
  } catch (error) {
    if (!(error instanceof RecipeError)) throw error
    return { ...plain, notHonoured: [error.sentence, ...plain.notHonoured] }
  }
}

/** What the texts in a picture file tell about its making; a recipe that cannot be read gives way to the plain text. */
export function readSettings(texts: SettingsTexts, knowledgeOf: LoraKnowledge): ReadSettings {
  return withKnownLoras(readTexts(texts), knowledgeOf)
}
