import type { GenerationRequest, Model, Preset, PresetChoices } from '../api/contract.ts'
import { decideSettings, type SamplingSettings } from '../../models/recipe/decide-settings.ts'
import { presetOfWeights } from '../../models/recipe/presets/preset-of-weights.ts'
import type { DraftSettings } from './draft-settings.ts'
import { sizeOf, type PictureSize } from './picture-size.ts'

/** Presets that differ in their steps only. */
export interface PresetGroup {
  /** Such as `hyper-unified`. */
  readonly id: string
  /** By rising steps, as the back end lists them. */
  readonly presets: readonly Preset[]
}

/** Settings that may be left open. */
export type OpenSettings = Pick<
  DraftSettings,
  'steps' | 'scheduler' | 'spacing' | 'eta' | 'guidance' | 'width' | 'height'
>

/** Step counts that step-distilled models are made for. */
export const STEP_CHOICES = [1, 2, 4, 8] as const

/** The presets that fit a checkpoint; while nothing is known of it, all of its family. */
function fittingPresets(
  presets: readonly Preset[],
  family: Model['family'],
  fits: PresetChoices | null,
): readonly Preset[] {
  if (fits === null) return presets.filter(({ families }) => family === null || families.includes(family))
  const usable = new Set(fits.choices.filter(({ state }) => state !== 'other').map(({ presetId }) => presetId))
  return presets.filter(({ id }) => usable.has(id))
}

/**
 * The groups that fit a checkpoint.
 * @param family null: not known
 * @param fits what the back end says of the checkpoint; null: not known yet
 */
export function presetGroups(
  presets: readonly Preset[],
  family: Model['family'],
  fits: PresetChoices | null = null,
): PresetGroup[] {
  const fitting = fittingPresets(presets, family, fits)
  const ids = [...new Set(fitting.map(({ group }) => group))]
  return ids.map((id) => ({
    id,
    presets: fitting.filter((preset) => preset.group === id),
  }))
}

/** The preset of a group for a number of steps: that one exactly, or the nearest. */
export function presetFor(group: PresetGroup, steps: number | null): Preset | null {
  const [first, ...rest] = group.presets
  if (first === undefined) return null
  if (steps === null) return group.presets.at(-1) ?? first
  return rest.reduce(
    (best, preset) => (Math.abs(preset.steps - steps) < Math.abs(best.steps - steps) ? preset : best),
    first,
  )
}

/** The preset that a draft uses, or null for the model's own sampling. */
export function chosenPreset(
  draft: Pick<DraftSettings, 'presetGroup' | 'steps'>,
  groups: readonly PresetGroup[],
): Preset | null {
  const group = groups.find(({ id }) => id === draft.presetGroup)
  return group === undefined ? null : presetFor(group, draft.steps)
}

/** What a group needs is there for a number of steps. */
function isReady(group: PresetGroup, steps: number, { choices }: PresetChoices): boolean {
  const preset = group.presets.find((candidate) => candidate.steps === steps)
  return choices.some(({ presetId, state }) => presetId === preset?.id && state === 'ready')
}

/**
 * The group that makes a plain checkpoint draw in a few steps: one whose LoRA is there, else the first for which one can
 * be had. Null where there is none for that number of steps.
 */
export function groupForSteps(
  groups: readonly PresetGroup[],
  steps: number,
  fits: PresetChoices | null,
): PresetGroup | null {
  if (fits === null) return null
  const fitting = groups.filter(({ presets }) => presets.some((preset) => !preset.custom && preset.steps === steps))
  return fitting.find((group) => isReady(group, steps, fits)) ?? fitting[0] ?? null
}

/** What goes into a picture beside the settings of the prompt panel. */
export interface SamplingSources {
  readonly model: Model | null
  /** The one that was chosen. */
  readonly preset: Preset | null
  /** The LoRAs that were chosen; those that are not installed are left out. */
  readonly loras: readonly Model[]
  readonly presets: readonly Preset[]
}

/** The preset that decides what is left open: the one chosen, else that of the step-distilled weights in use. */
function decidingPreset(draft: OpenSettings, { model, preset, loras, presets }: SamplingSources): Preset | null {
  if (preset !== null || model === null || model.builtIn || draft.scheduler !== null) return preset
  const weights = [...loras, model].flatMap(({ distilled }) => distilled?.id ?? [])
  return presetOfWeights({ family: model.family, weights }, presets, draft.steps)
}

/** What a draft amounts to: as the back end will decide it. */
export function samplingOf(draft: OpenSettings, sources: SamplingSources): SamplingSettings {
  const { steps, scheduler, spacing, eta, guidance, width, height } = draft
  const settings = { steps, scheduler, spacing, eta, guidance, width, height }
  const chosen = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
  const { model } = sources
  return decideSettings(chosen, {
    family: model?.family ?? 'sd15',
    preset: decidingPreset(draft, sources),
    model,
  })
}

/** The size of the picture that a request asks for. */
export function sizeOfRequest(
  request: GenerationRequest,
  { models, presets }: { readonly models: readonly Model[]; readonly presets: readonly Preset[] },
): PictureSize {
  const model = models.find(({ id }) => id === request.modelId) ?? null
  const preset = presets.find(({ id }) => id === request.presetId) ?? null
  return sizeOf(samplingOf(request, { model, preset, loras: [], presets: [] }))
}

/** Classifier-free guidance has no negative side at a scale of 1 or below (arXiv 2207.12598, section 3.2). */
export function heedsNegativePrompt(guidance: number): boolean {
  return guidance > 1
}
