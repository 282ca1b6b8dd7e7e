import type { Recipe } from '../../models/recipe/recipe.ts'
import type { SchedulerKind, TimestepSpacing } from '../../models/schedulers/scheduler-settings.ts'

/** A1111's sampler names (modules/sd_samplers_kdiffusion.py, sd_samplers_timesteps.py); TCD's is that of Forge. */
export const SAMPLERS: Readonly<Record<SchedulerKind, string>> = {
  tcd: 'TCD',
  ddim: 'DDIM',
  lcm: 'LCM',
  euler: 'Euler',
  'euler-karras': 'Euler',
  'euler-a': 'Euler a',
  'dpmpp-2m': 'DPM++ 2M',
  'dpmpp-2m-karras': 'DPM++ 2M',
}

/** A1111's schedules that visit the same timesteps (modules/sd_schedulers.py). */
const SCHEDULES: Readonly<Record<TimestepSpacing, string>> = {
  trailing: 'Simple',
  leading: 'DDIM',
  linspace: 'Uniform',
}

/**
 * The settings of a picture as text in AUTOMATIC1111's form, for the `parameters` text of a PNG: what other programs and
 * model sites read. The form is that of A1111 1.10's modules/infotext_utils.py and processing.py, with the `Hashes` of
 * Civitai's extension.
 */
export function writeInfotext(recipe: Recipe): string {
  const parameters = describeParameters(recipe).map(([key, value]) => `${key}: ${value}`)
  // An empty negative prompt gets its line too: some importers rely on it.
  return `${promptWithLoras(recipe)}\nNegative prompt: ${recipe.negativePrompt ?? ''}\n${parameters.join(', ')}`
}

function promptWithLoras({ prompt, loras }: Recipe): string {
  const tags = loras.map(({ name, strength }) => ` <lora:${tagName(name)}:${strength}>`)
  return prompt + tags.join('')
}

/** The keys in A1111's order. */
function describeParameters(recipe: Recipe): [key: string, value: string][] {
  const { scheduler, vae } = recipe
  const modelHash = modelSha256(recipe)?.slice(0, 10)
  const schedule = scheduleName(scheduler)
  const loraHashes = recipe.loras.map(({ name, contentSha256 }) => `${tagName(name)}: ${contentSha256.slice(0, 12)}`)
  const optional = (key: string, value: string | undefined): [string, string][] =>
    value === undefined ? [] : [[key, quoteWhereNeeded(value)]]
  return [
    ['Steps', String(scheduler.steps)],
    ['Sampler', SAMPLERS[scheduler.kind]],
    ...optional('Schedule type', schedule),
    // A1111 turns guidance off at 1; its 0 would follow the negative prompt alone.
    ['CFG scale', String(Math.max(recipe.guidance, 1))],
    ['Seed', String(recipe.seed)],
    ['Size', `${recipe.width}x${recipe.height}`],
    ...optional('Model hash', modelHash),
    ['Model', quoteWhereNeeded(recipe.model.name)],
    ...optional('VAE hash', vae?.sha256.slice(0, 10)),
    ...optional('VAE', vae?.name),
    ...optional('Denoising strength', recipe.image === null ? undefined : String(recipe.image.strength)),
    ...optional('Clip skip', recipe.clipSkip === 0 ? undefined : String(recipe.clipSkip + 1)),
    ['RNG', recipe.noiseSource === 'cpu' ? 'CPU' : 'NV'],
    ...optional('Eta', scheduler.eta === 0 ? undefined : String(scheduler.eta)),
    ...optional('Emphasis', emphasisName(recipe)),
    ...optional('Lora hashes', loraHashes.length === 0 ? undefined : loraHashes.join(', ')),
    ['Hashes', JSON.stringify(resourceHashes(recipe, modelHash))],
    ['Version', quoteWhereNeeded(`Onestroke ${recipe.engine.onestroke}`)],
  ]
}

function scheduleName({ kind, spacing }: Recipe['scheduler']): string | undefined {
  if (kind === 'euler-karras' || kind === 'dpmpp-2m-karras') return 'Karras'
  return spacing === null ? undefined : SCHEDULES[spacing]
}

/** Only for prompts with brackets: others mean the same either way. `Original` is what A1111 does when nothing is said. */
function emphasisName({ prompt, negativePrompt, emphasis }: Recipe): string | undefined {
  if (!/[()[\]\\]/.test(prompt + (negativePrompt ?? ''))) return undefined
  return emphasis === 'a1111' ? 'Original' : 'None'
}

/** The hash that names the model: of its one file, or of the UNet where the networks lie apart. */
function modelSha256({ model }: Recipe): string | undefined {
  const file = model.files.find(({ role }) => role === 'checkpoint') ?? model.files.find(({ role }) => role === 'unet')
  return file?.sha256
}

/** Civitai links a picture to what it was made with by these. */
function resourceHashes(recipe: Recipe, modelHash: string | undefined): Record<string, string> {
  return {
    ...(modelHash === undefined ? {} : { model: modelHash }),
    ...(recipe.vae === null ? {} : { vae: recipe.vae.sha256.slice(0, 10) }),
    ...Object.fromEntries(recipe.loras.map(({ name, sha256 }) => [`lora:${tagName(name)}`, sha256.slice(0, 10)])),
  }
}

/** The characters that end a `<lora:…>` tag or an entry of `Lora hashes` cannot be part of a name there. */
function tagName(name: string): string {
  return name.replaceAll(/[<>:,"\r\n]/g, '_')
}

/** Quotes as A1111 does, and also what its parser would otherwise strip. */
function quoteWhereNeeded(value: string): string {
  return /[,:\r\n]|^["\s]|\s$/.test(value) ? JSON.stringify(value) : value
}
