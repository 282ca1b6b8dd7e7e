import type { CustomPreset } from '../server/contract/presets.ts'
import type { GenerationRequestBody } from '../server/contract/generation.ts'
import { planJob, type JobPlanning } from './plan-job.ts'

/**
 * What a request amounts to, as a preset: sampling settings with the defaults filled in, the weights of the preset that
 * it uses, its LoRAs by name and hash, and its size where it says one.
 * @param title of the new preset
 * @throws ModelFileError, PresetError, SchedulerError
 */
export function presetOfRequest(title: string, request: GenerationRequestBody, planning: JobPlanning): CustomPreset {
  const { sampling } = planJob(request, [], planning).request
  const { kind, steps, spacing, timesteps, eta } = sampling.scheduler
  const used = request.presetId === null ? null : planning.presets.find(request.presetId)
  const installed = planning.models.list()
  const family = installed.find(({ id }) => id === request.modelId)?.family ?? 'sd15'
  const chosen = request.loras.map(({ id, strength }) => {
    const lora = installed.find((model) => model.id === id)
    return { name: lora?.name ?? id, contentSha256: lora?.hashes?.autoV3 ?? null, strength }
  })
  const brought = used?.loras.filter(({ name }) => !chosen.some((lora) => lora.name === name)) ?? []
  const { width, height } = request
  return {
    title,
    steps,
    scheduler: kind,
    spacing,
    timesteps: timesteps === null ? null : [...timesteps],
    eta,
    guidance: sampling.guidance,
    families: used === null ? [family] : [...used.families],
    weights: used === null ? {} : { ...used.weights },
    loras: [...brought, ...chosen],
    size: width === null || height === null ? (used?.size ?? null) : { width, height },
  }
}
