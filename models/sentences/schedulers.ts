/** Why a scheduler cannot run with its settings. */
export const schedulers = {
  'scheduler.most-steps': ({ kind, most, steps }: { kind: string; most: number; steps: number }) =>
    `The ${kind} scheduler has at most ${most} steps, but ${steps} are set.`,
  'scheduler.most-steps-here': ({ kind, most, steps }: { kind: string; most: number; steps: number }) =>
    `The ${kind} scheduler has at most ${most} steps here, but ${steps} are set. Use fewer steps.`,
  'scheduler.most-steps-by-strength': ({ kind, most, steps }: { kind: string; most: number; steps: number }) =>
    `The ${kind} scheduler has at most ${most} steps here, but ${steps} are set. Use fewer steps or a higher strength.`,
  'scheduler.leading-steps': () =>
    'The leading spacing has no room for this many steps. Use fewer steps or another spacing.',
  'scheduler.own-timesteps': ({ kind }: { kind: string }) =>
    `The ${kind} scheduler chooses its own timesteps. Leave them out, or use tcd or lcm.`,
  'scheduler.timesteps-and-strength': () => 'A strength cannot be combined with a list of timesteps. Leave one out.',
  'scheduler.timesteps-count': ({ steps, listed }: { steps: number; listed: number }) =>
    `${steps} steps need a list of ${steps} timesteps, but ${listed} are listed.`,
  'scheduler.timesteps-range': ({ most }: { most: number }) => `Timesteps must be whole numbers from 0 to ${most}.`,
  'scheduler.timesteps-order': () => 'Timesteps must be listed from high to low, each only once.',
  'scheduler.training-timesteps': ({ least }: { least: number }) =>
    `The number of training timesteps must be a whole number, at least ${least}.`,
  'scheduler.betas': () => 'The noise schedule must rise from a beta above 0 to a beta below 1.',
  'scheduler.steps': ({ most, steps }: { most: number; steps: number }) =>
    `The number of steps must be a whole number from 1 to ${most}, not ${steps}.`,
  'scheduler.eta': ({ eta }: { eta: number }) => `Eta must lie between 0 and 1, but is ${eta}.`,
  'scheduler.offset': ({ offset }: { offset: number }) =>
    `The steps offset must be a whole number, 0 or more, not ${offset}.`,
  'scheduler.strength': ({ strength }: { strength: number }) =>
    `The strength must lie above 0 and at most at 1, but is ${strength}.`,
  'scheduler.no-strength': ({ kind }: { kind: string }) =>
    `The ${kind} scheduler takes no strength. Start the run at a later step instead.`,
}
