import type { Model, ReadSettings } from '../api/contract.ts'
import type { DraftSettings } from './draft-settings.ts'
import { roundSide } from './picture-size.ts'

const SCHEDULERS: readonly string[] = [
  'tcd',
  'ddim',
  'lcm',
  'euler',
  'euler-karras',
  'euler-a',
  'dpmpp-2m',
  'dpmpp-2m-karras',
] satisfies NonNullable<DraftSettings['scheduler']>[]

function isScheduler(name: string | null): name is NonNullable<DraftSettings['scheduler']> {
  return name !== null && SCHEDULERS.includes(name)
}

/** The draft's settings that a picture file gives; a model only where one of that name is installed. */
export function draftFrom(found: ReadSettings, checkpoints: readonly Model[]): Partial<DraftSettings> {
  const model = checkpoints.find(({ name }) => name === found.modelName)
  const { width, height } = found
  return {
    ...(model === undefined ? {} : { modelId: model.id }),
    ...(found.prompt === null ? {} : { prompt: found.prompt, negativePrompt: found.negativePrompt ?? '' }),
    ...(found.seed === null ? {} : { seed: found.seed, seedLocked: true }),
    ...(width === null || height === null ? {} : { width: roundSide(width), height: roundSide(height) }),
    ...(found.steps === null ? {} : { steps: Math.max(1, Math.min(150, found.steps)) }),
    ...(found.guidance === null ? {} : { guidance: Math.max(0, Math.min(30, found.guidance)) }),
    ...(isScheduler(found.scheduler) ? { scheduler: found.scheduler, presetGroup: null } : {}),
  }
}
