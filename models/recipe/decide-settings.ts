import type { Family } from '../checkpoints/checkpoint.ts'
import type { SchedulerKind, TimestepSpacing } from '../schedulers/scheduler-settings.ts'

/** What a person chose; what they left open is absent. */
export interface ChosenSettings {
  readonly steps?: number
  readonly scheduler?: SchedulerKind
  readonly spacing?: TimestepSpacing
  readonly eta?: number
  readonly timesteps?: readonly number[]
  readonly guidance?: number
  readonly width?: number
  readonly height?: number
}

/** What a model's card, or its name, recommends. */
export interface ModelSettings {
  readonly scheduler: SchedulerKind
  readonly spacing: TimestepSpacing
  readonly steps: number
  readonly eta: number
  readonly guidance: number
}

/** Sampling and size, all decided. */
export interface SamplingSettings {
  readonly scheduler: {
    readonly kind: SchedulerKind
    readonly steps: number
    readonly timesteps: number[] | null
    readonly spacing: TimestepSpacing
    readonly eta: number
  }
  readonly guidance: number
  readonly width: number
  readonly height: number
}

/** Of a preset, what decides a picture. */
interface PresetSettings {
  readonly scheduler: SchedulerKind
  readonly steps: number
  readonly spacing: TimestepSpacing | null
  readonly timesteps: readonly number[] | null
  readonly eta: number
  readonly guidance: number
  readonly size?: { readonly width: number; readonly height: number } | null
}

/** What decides where a person left it open, the more particular before the more general. */
export interface DefaultSources {
  readonly family: Family
  readonly preset: PresetSettings | null
  /** What the model does best with, and its native size. */
  readonly model: {
    readonly settings: ModelSettings | null
    readonly width?: number
    readonly height?: number
  } | null
}

/**
 * TimestepSpacing per scheduler where none is chosen: DDIM trailing as step-distilled models need it, Euler leading as the
 * families' published configs say, DPM++ 2M linspace as its class does. TCD and LCM have grids of their own.
 */
const DEFAULT_SPACING: Readonly<Record<SchedulerKind, TimestepSpacing>> = {
  tcd: 'trailing',
  ddim: 'trailing',
  lcm: 'trailing',
  euler: 'leading',
  'euler-karras': 'leading',
  'euler-a': 'leading',
  'dpmpp-2m': 'linspace',
  'dpmpp-2m-karras': 'linspace',
}

const UNDISTILLED_STEPS = 20
const DISTILLED_STEPS = 4
/** diffusers' default guidance scales per family. */
const FAMILY_GUIDANCE: Readonly<Record<Family, number>> = { sd15: 7.5, sdxl: 5 }
/** What the families' published models were trained on last. */
export const FAMILY_SIZE: Readonly<Record<Family, { readonly width: number; readonly height: number }>> = {
  sd15: { width: 512, height: 512 },
  sdxl: { width: 1024, height: 1024 },
}

/** TCD and LCM only make sense with models distilled for few steps without guidance. */
function isForDistilled(kind: SchedulerKind): boolean {
  return kind === 'tcd' || kind === 'lcm'
}

/** Recommended settings only hold together: with another scheduler than theirs, they no longer count. */
function recommendationFor(chosen: ChosenSettings, { preset, model }: DefaultSources): ChosenSettings {
  const settings = preset ?? model?.settings
  if (settings === undefined || settings === null) return {}
  if (chosen.scheduler !== undefined && chosen.scheduler !== settings.scheduler) return {}
  const { scheduler, steps, eta, guidance, spacing } = settings
  const timesteps = preset?.timesteps ?? null
  return {
    scheduler,
    steps,
    eta,
    guidance,
    ...(spacing === null ? {} : { spacing }),
    ...(timesteps === null ? {} : { timesteps }),
  }
}

/** Fills in what a person left open. */
export function decideSettings(chosen: ChosenSettings, sources: DefaultSources): SamplingSettings {
  const recommended = recommendationFor(chosen, sources)
  const kind = chosen.scheduler ?? recommended.scheduler ?? 'euler'
  const distilled = isForDistilled(kind)
  // Explicit timesteps of a preset belong to its number of steps.
  const hasTheirs = chosen.steps === undefined || chosen.steps === recommended.timesteps?.length
  const timesteps = chosen.timesteps ?? (hasTheirs ? recommended.timesteps : undefined) ?? null
  const steps = chosen.steps ?? recommended.steps ?? (distilled ? DISTILLED_STEPS : UNDISTILLED_STEPS)
  const size = FAMILY_SIZE[sources.family]
  return {
    scheduler: {
      kind,
      steps: timesteps?.length ?? steps,
      timesteps: timesteps === null ? null : [...timesteps],
      spacing: chosen.spacing ?? recommended.spacing ?? DEFAULT_SPACING[kind],
      eta: chosen.eta ?? recommended.eta ?? 0,
    },
    guidance: chosen.guidance ?? recommended.guidance ?? (distilled ? 0 : FAMILY_GUIDANCE[sources.family]),
    width: chosen.width ?? sources.preset?.size?.width ?? sources.model?.width ?? size.width,
    height: chosen.height ?? sources.preset?.size?.height ?? sources.model?.height ?? size.height,
  }
}
