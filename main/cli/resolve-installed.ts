import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { builtInModel } from '../catalog/built-in-model.ts'
import type { Model } from '../server/contract/models.ts'
import type { Application } from './application.ts'
import type { GenerateOptions } from './generate-options.ts'
import { withModels } from './open-models.ts'

const NO_LORA = 'none'

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

/**
 * Puts the paths of installed models in the place of their ids and names. The library is opened only where one is named.
 * @throws LockedError where the studio has it open
 */
export async function resolveInstalled(application: Application, options: GenerateOptions): Promise<GenerateOptions> {
  const { model, vae, lora } = options
  const names = [model, vae, ...lora.map(({ name }) => name)].filter((name) => name !== undefined)
  const isNeeded = names.some(mayBeInstalled) && existsSync(join(application.folders.data, 'library.db'))
  if (!isNeeded) return options
  return withModels(application, {}, ({ models }) => {
    const list = models.list()
    const resolve = (kind: Model['kind'], name: string) => (mayBeInstalled(name) ? pathOf(list, kind, name) : name)
    return Promise.resolve({
      ...options,
      ...(model === undefined ? {} : { model: resolve('checkpoint', model) }),
      ...(vae === undefined ? {} : { vae: resolve('vae', vae) }),
      lora: lora.map(({ name, strength }) => ({ name: resolve('lora', name), strength })),
    })
  })
}
