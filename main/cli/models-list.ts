import { existsSync } from 'node:fs'
import { FAMILY_NAMES } from '../../models/checkpoints/checkpoint.ts'
import type { Model, ModelFolder } from '../server/contract/models.ts'
import type { Application } from './application.ts'
import { withModels } from './open-models.ts'

const KINDS = { checkpoint: 'model', lora: 'LoRA', vae: 'VAE' } as const

/** `abc  LoRA   SD 1.5  144.1 MB  ink style`. */
function describeModel({ id, kind, family, fileBytes, name, present, problem }: Model): string {
  const size = `${(fileBytes / 1e6).toFixed(1)} MB`
  const note = present ? (problem?.message ?? '') : 'its file is missing'
  const columns = [
    id.padEnd(16),
    KINDS[kind].padEnd(5),
    (family === null ? '' : FAMILY_NAMES[family]).padEnd(6),
    size.padStart(10),
  ]
  return `${columns.join('  ')}  ${name}${note === '' ? '' : `  (${note})`}`
}

function describeFolder({ id, path }: Pick<ModelFolder, 'id' | 'path'>): string {
  return `${id.padEnd(16)}  folder  ${path}`
}

/** No folder is watched here: whether a file is there is known by looking. */
function asItIsNow(model: Model): Model {
  return model.builtIn ? model : { ...model, present: existsSync(model.path) }
}

/** Prints models, for scripts as one JSON object per line. */
export function printModels({ print }: Pick<Application, 'print'>, models: readonly Model[], json: boolean): void {
  for (const model of models) print(json ? JSON.stringify(model) : describeModel(model))
}

/** `onestroke models list`: what can be used, and the folders that it is used from. */
export async function runModelsList(
  application: Application,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  await withModels(application, {}, ({ models, modelFolders }) => {
    printModels(application, models.list().map(asItIsNow), json)
    if (!json) modelFolders.list().map(describeFolder).forEach(application.print)
    return Promise.resolve()
  })
}
