import type { Model, Preset, PresetChoices } from '../api/contract.ts'
import type { DraftSettings } from './draft-settings.ts'

/** Presets that differ in their steps only. */
export interface PresetGroup {
  /** Such as `hyper-unified`. */
  readonly id: string
  /** By rising steps, as the back end lists them. */
  readonly presets: readonly Preset[]
}

/** Sampling settings as they will be used; null where only the back end knows. */
export interface Sampling {
  readonly steps: number
  readonly guidance: number
  readonly scheduler: string | null
  readonly eta: number | null
}

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

/** What a draft amounts to. */
export function samplingOf(
  draft: Pick<DraftSettings, 'steps' | 'guidance' | 'scheduler' | 'eta'>,
  preset: Preset | null,
  model: Pick<Model, 'recommendedSteps' | 'recommendedGuidance'> | null,
): Sampling {
  return {
    steps: draft.steps ?? preset?.steps ?? model?.recommendedSteps ?? 4,
    guidance: draft.guidance ?? preset?.guidance ?? model?.recommendedGuidance ?? 0,
    scheduler: draft.scheduler ?? preset?.scheduler ?? null,
    eta: draft.eta ?? preset?.eta ?? null,
  }
}

/** Classifier-free guidance has no negative side at a scale of 1 or below (arXiv 2207.12598, section 3.2). */
export function heedsNegativePrompt(guidance: number): boolean {
  return guidance > 1
}
