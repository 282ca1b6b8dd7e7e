import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PRESETS } from '../../models/recipe/presets.ts'
import { readLoraTags, type LoraTag } from '../../models/prompts/lora-tags.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { builtInModel } from '../catalog/built-in-model.ts'
import { ModelFileError } from '../catalog/file-problem.ts'
import { createPresetList, type PresetList } from '../generation/preset-list.ts'
import type { Model } from '../server/contract/models.ts'
import type { Preset } from '../server/contract/presets.ts'
import type { Application } from './application.ts'
import type { GenerateOptions } from './generate-options.ts'
import { withModels } from './open-models.ts'
import type { NamedLora } from './option-values.ts'
import { modelAt, resolvePreset } from './resolve-preset.ts'

/** A command whose models are paths. */
export interface ResolvedCommand {
  /** Without the LoRA tags. */
  readonly prompt: string
  readonly options: GenerateOptions
  readonly preset: Preset | null
}

const NO_LORA = 'none'
const TINY_VAE = 'tiny'

/** Whether a name can only be that of an installed model: no file or folder is called so. */
function mayBeInstalled(name: string): boolean {
  return name !== NO_LORA && name !== builtInModel().id && !/[\\/]|\.safetensors$/i.test(name) && !existsSync(name)
}

/** The path of an installed model, by its id or its name in any case; the name itself where there is none. */
function pathOf(models: readonly Model[], kind: Model['kind'], name: string): string {
  const usable = models.filter((model) => model.kind === kind && model.path !== '')
  const found =
    usable.find(({ id }) => id === name) ??
    usable.find((model) => model.present && model.name.toLowerCase() === name.toLowerCase())
  return found?.path ?? name
}

/** @throws ModelFileError where no such LoRA is installed */
function loraOfTag({ name, strength }: LoraTag, models: readonly Model[]): NamedLora {
  const path = pathOf(models, 'lora', name)
  if (path === name) throw new ModelFileError(sentence('model-file.prompt-lora', { name }))
  return { name: path, strength }
}

/** The tiny VAE that is installed for the family of a command's model. @throws ModelFileError where there is none */
function tinyVae(model: string | undefined, models: readonly Model[]): string {
  const isBuiltIn = model === undefined || model === builtInModel().id
  const family = isBuiltIn ? 'sd15' : (modelAt(model, models)?.family ?? 'sd15')
  const found = models.find((one) => one.kind === 'vae' && one.tiny && one.present && one.family === family)
  if (found !== undefined) return found.path
  throw new ModelFileError(sentence('model-file.no-tiny-vae', { name: family === 'sdxl' ? 'TAESDXL' : 'TAESD' }))
}

/** The path of the checkpoint that gives an installed model what it lacks, as in the studio. */
function baseOf(path: string | undefined, models: readonly Model[]): string | undefined {
  const baseId = models.find((model) => model.path === path)?.baseId ?? null
  return models.find(({ id }) => id === baseId)?.path
}

function withPaths(options: GenerateOptions, tags: readonly LoraTag[], models: readonly Model[]): GenerateOptions {
  const { model, base, vae, lora } = options
  const resolve = (kind: Model['kind'], name: string) => (mayBeInstalled(name) ? pathOf(models, kind, name) : name)
  const path = model === undefined ? undefined : resolve('checkpoint', model)
  const basePath = base === undefined ? baseOf(path, models) : resolve('checkpoint', base)
  const vaePath = vae === TINY_VAE && mayBeInstalled(vae) ? tinyVae(path, models) : vae
  return {
    ...options,
    ...(path === undefined ? {} : { model: path }),
    ...(basePath === undefined ? {} : { base: basePath }),
    ...(vaePath === undefined ? {} : { vae: resolve('vae', vaePath) }),
    lora: [
      ...lora.map(({ name, strength }) => ({ name: resolve('lora', name), strength })),
      ...tags.map((tag) => loraOfTag(tag, models)),
    ],
  }
}

/** Whether only the library can tell what a command means. */
function asksLibrary({ model, base, vae, lora, preset }: GenerateOptions, tags: readonly LoraTag[]): boolean {
  const names = [model, base, vae, ...lora.map(({ name }) => name)].filter((name) => name !== undefined)
  if (tags.length > 0 || names.some(mayBeInstalled)) return true
  if (preset === undefined) return false
  const bringsLora = model !== undefined && model !== builtInModel().id && lora.length === 0
  return bringsLora || !PRESETS.some(({ id }) => id === preset)
}

/**
 * Puts the paths of installed models in the place of their ids and names, and takes in what a preset and the prompt's
 * LoRA tags bring. The library is opened only where it is needed.
 * @throws LockedError where the studio has it open; PresetError; ModelFileError
 */
export async function resolveInstalled(
  application: Application,
  prompt: string,
  options: GenerateOptions,
): Promise<ResolvedCommand> {
  const { text, tags } = readLoraTags(prompt)
  const resolve = (models: readonly Model[], presets: PresetList) => ({
    prompt: text,
    ...resolvePreset(withPaths(options, tags, models), models, presets),
  })
  const hasLibrary = existsSync(join(application.folders.data, 'library.db'))
  if (!hasLibrary || !asksLibrary(options, tags)) {
    return resolve(
      [],
      createPresetList(() => []),
    )
  }
  return withModels(application, {}, ({ models, presets }) => Promise.resolve(resolve(models.list(), presets)))
}
