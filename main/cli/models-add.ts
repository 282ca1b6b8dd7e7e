import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Application } from './application.ts'
import { printModels } from './models-list.ts'
import { withModels } from './open-models.ts'
import { existingPath } from './option-values.ts'
import { UsageError } from './usage-error.ts'

/** A diffusers folder is one model; any other folder holds models. */
function isOneModel(path: string): boolean {
  return !statSync(path).isDirectory() || existsSync(join(path, 'model_index.json'))
}

/**
 * `onestroke models add`: uses a file or the models of a folder where they lie. Prints what is in the list now that was not.
 * @throws UsageError, ModelFileError, LockedError
 */
export async function runModelsAdd(
  application: Application,
  path: string,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const full = resolve(existingPath('file or folder', path))
  await withModels(application, {}, async ({ models, modelFolders }) => {
    const before = new Set(models.list().map(({ id }) => id))
    if (isOneModel(full)) models.add(full)
    else {
      await modelFolders.add(full)
      await modelFolders.settled()
    }
    const added = models.list().filter(({ id }) => !before.has(id))
    printModels(application, added, json)
    for (const { problem } of modelFolders.state().folders) if (problem !== null) application.tell(problem.message)
    if (added.length === 0) application.tell('It holds no model that is not in the list already.')
  })
}

/**
 * `onestroke models remove`: forgets a model, or a folder with its models.
 * @throws UsageError where there is none of this id; LockedError
 */
export async function runModelsRemove(application: Application, id: string): Promise<void> {
  await withModels(application, {}, async ({ models, modelFolders }) => {
    if (models.remove(id) || (await modelFolders.remove(id))) return
    throw new UsageError(
      models.has(id)
        ? 'The built-in model is a part of Onestroke and stays.'
        : `There is no model or folder "${id}". "onestroke models list" shows their ids.`,
    )
  })
}
