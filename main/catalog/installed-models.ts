import { existsSync } from 'node:fs'
import { normalize } from 'node:path'
import { sentence } from '../../models/sentences/catalogue.ts'
import { modelName } from '../generation/recipe-sources.ts'
import type { InstalledModel, ModelStore } from '../library/library.ts'
import type { Model } from '../server/contract/models.ts'
import type { CatalogModel } from './built-in-model.ts'
import { ModelFileError } from './file-problem.ts'
import { inspectModelFile, modelDetailsSchema, type ModelDetails } from './inspect-model-file.ts'
import { recommendSettings } from './recommended-settings.ts'

/** A model that is there to be used. */
export interface UsableModel {
  readonly id: string
  readonly name: string
  readonly path: string
  /** Its card, where it has one. */
  readonly card: CatalogModel | null
}

/** The built-in model, and the checkpoints and LoRAs that the user added where they lie. */
export interface InstalledModels {
  list(): Model[]
  has(id: string): boolean
  /** @throws ModelFileError where no such checkpoint is installed, or its file is missing. */
  checkpoint(id: string): UsableModel
  /** @throws ModelFileError where no such LoRA is installed, or its file is missing. */
  lora(id: string): UsableModel
  /** The LoRA that a prompt's tag means: the file's name without its ending, in any case. */
  loraNamed(name: string): { readonly id: string; readonly builtIn: boolean } | null
  /** Every file of a kind that is there now, the built-in model's included. */
  present(kind: Model['kind']): UsableModel[]
  /** @throws ModelFileError where the file cannot be used. */
  add(path: string): void
  /** @returns false where no such model was added. */
  remove(id: string): boolean
}

function detailsOf({ path, details }: InstalledModel): ModelDetails {
  const known = modelDetailsSchema.safeParse(details)
  return known.success ? known.data : { name: path, family: null, fileBytes: 0 }
}

/** What nothing is known of yet. */
const UNKNOWN = {
  folderId: null,
  publishedId: null,
  distilled: null,
  precision: null,
  tiny: false,
  triggerWords: [],
  hasPreview: false,
  hashes: null,
  problem: null,
} as const satisfies Partial<Model>

function describeAdded(model: InstalledModel): Model {
  const details = detailsOf(model)
  return {
    ...UNKNOWN,
    triggerWords: [],
    id: model.id,
    kind: model.kind,
    ...details,
    builtIn: false,
    path: model.path,
    present: existsSync(model.path),
    ...recommendSettings(details.name, details.family),
    ownLora: null,
  }
}

function describeBuiltIn({ id, name, path, width, height, lora, settings }: CatalogModel): Model {
  const { fileBytes, family } = inspectModelFile(path).details
  return {
    ...UNKNOWN,
    triggerWords: [],
    id,
    kind: 'checkpoint',
    name,
    family,
    builtIn: true,
    path: '',
    fileBytes,
    width,
    height,
    present: true,
    recommendedSteps: settings.steps,
    recommendedGuidance: settings.guidance,
    ownLora: { name: modelName(lora.path), strength: lora.strength },
  }
}

export function createInstalledModels(store: ModelStore, builtIn: CatalogModel): InstalledModels {
  const builtInEntry = describeBuiltIn(builtIn)
  const builtInModel: UsableModel = { id: builtIn.id, name: builtIn.name, path: builtIn.path, card: builtIn }
  const builtInLora: UsableModel = { id: `${builtIn.id}-lora`, name: builtIn.name, path: builtIn.lora.path, card: null }

  function usable(model: InstalledModel): UsableModel {
    return { id: model.id, name: detailsOf(model).name, path: model.path, card: null }
  }

  function find(id: string, kind: Model['kind']): UsableModel {
    const model = store.get(id)
    if (model?.kind !== kind) {
      throw new ModelFileError(sentence('model-file.not-installed', { kind: kind === 'lora' ? 'LoRA' : 'model' }))
    }
    if (existsSync(model.path)) return usable(model)
    throw new ModelFileError(sentence('model-file.gone', { name: detailsOf(model).name, path: model.path }))
  }

  return {
    list: () => [builtInEntry, ...store.list().map(describeAdded)],
    has: (id) => id === builtIn.id || store.get(id) !== null,
    checkpoint: (id) => (id === builtIn.id ? builtInModel : find(id, 'checkpoint')),
    lora: (id) => (id === builtInLora.id ? builtInLora : find(id, 'lora')),
    loraNamed(name) {
      const wanted = name.toLowerCase()
      const added = store
        .list()
        .find((model) => model.kind === 'lora' && detailsOf(model).name.toLowerCase() === wanted)
      if (added !== undefined) return { id: added.id, builtIn: false }
      return modelName(builtInLora.path).toLowerCase() === wanted ? { id: builtInLora.id, builtIn: true } : null
    },
    present(kind) {
      const added = store.list().filter((model) => model.kind === kind && existsSync(model.path))
      return [kind === 'lora' ? builtInLora : builtInModel, ...added.map(usable)]
    },
    add(path) {
      const cleanPath = normalize(path)
      const { kind, details } = inspectModelFile(cleanPath)
      store.add({ kind, path: cleanPath, details: { ...details } })
    },
    remove: (id) => store.remove(id),
  }
}
