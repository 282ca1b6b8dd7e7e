/** Sampling methods. The Karras kinds differ from their namesakes in the sigmas only. */
export const SCHEDULER_KINDS = [
  'tcd',
  'ddim',
  'lcm',
  'euler',
  'euler-karras',
  'euler-a',
  'dpmpp-2m',
  'dpmpp-2m-karras',
] as const
export type SchedulerKind = (typeof SCHEDULER_KINDS)[number]

/** How timesteps are spread over the training range: table 2 of Lin et al., arXiv:2305.08891. */
export const TIMESTEP_SPACINGS = ['trailing', 'leading', 'linspace'] as const
export type TimestepSpacing = (typeof TIMESTEP_SPACINGS)[number]

/** What the UNet was trained to output. */
export const PREDICTION_TYPES = ['epsilon', 'v_prediction'] as const
export type PredictionType = (typeof PREDICTION_TYPES)[number]

export interface SchedulerSettings {
  readonly kind: SchedulerKind
  readonly steps: number
  /** Explicit timesteps in falling order, as many as `steps`; TCD and LCM only. */
  readonly timesteps?: readonly number[]
  /** Stochasticity from 0 to 1 (TCD's gamma); only TCD and DDIM heed it. Default 0. */
  readonly eta?: number
  /** Heeded by all but TCD and LCM, which keep to their distillation grid. Default 'trailing'. */
  readonly spacing?: TimestepSpacing
  /** Added to the timesteps of 'leading' spacing. Default 1, as Stable Diffusion's own configurations say. */
  readonly stepsOffset?: number
  /** Default 'epsilon'. */
  readonly predictionType?: PredictionType
  /**
   * Part of the distillation grid that TCD and LCM spread their steps over, above 0 and up to 1; not with explicit
   * timesteps. Default 1. Pipelines shorten a run by starting at a later index instead.
   */
  readonly strength?: number
  /** Training noise schedule ("scaled_linear"). Defaults 0.00085, 0.012 and 1000 timesteps. */
  readonly betaStart?: number
  readonly betaEnd?: number
  readonly trainTimesteps?: number
}

/** Settings with every default filled in. */
export type ResolvedSchedulerSettings = Required<Omit<SchedulerSettings, 'timesteps'>> &
  Pick<SchedulerSettings, 'timesteps'>

const DEFAULTS = {
  eta: 0,
  spacing: 'trailing',
  stepsOffset: 1,
  predictionType: 'epsilon',
  strength: 1,
  betaStart: 0.00085,
  betaEnd: 0.012,
  trainTimesteps: 1000,
} as const satisfies Partial<SchedulerSettings>

/** Fills in the defaults; checks nothing. */
export function resolveSchedulerSettings(settings: SchedulerSettings): ResolvedSchedulerSettings {
  return { ...DEFAULTS, ...settings }
}
