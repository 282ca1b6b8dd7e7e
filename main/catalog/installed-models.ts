import { existsSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import type { Family } from '../../models/checkpoints/checkpoint.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { modelName } from '../generation/recipe-sources.ts'
import type { ModelSpec } from '../engine/protocol.ts'
import type { InstalledModel, ModelStore } from '../library/library.ts'
import type { Model } from '../server/contract/models.ts'
import type { CatalogModel } from './built-in-model.ts'
import { describeBuiltIn, detailsOf } from './describe-model.ts'
import { ModelFileError } from './file-problem.ts'
import { createDescriptions, type ModelDescriptions } from './model-descriptions.ts'
import { createModelPresence, type ModelPresence } from './model-presence.ts'
import { readModel } from './read-model.ts'
import { recogniseModel, type Recognise } from './recognise-model.ts'

/** A model that is there to be used. */
export interface UsableModel {
  readonly id: string
  readonly name: string
  readonly path: string
  /** Its card, where it has one. */
  readonly card: CatalogModel | null
  /** Paths of the models that may give what it lacks, the one in use first; none: it lacks nothing, or none is there. */
  readonly bases: readonly string[]
}

/** Where a model's networks are read from. */
export function filesOf({ path, bases }: UsableModel): Pick<ModelSpec, 'path' | 'base'> {
  const [base] = bases
  return base === undefined ? { path } : { path, base }
}

export interface UsableVae extends UsableModel {
  /** Null where it may be for either. */
  readonly family: Family | null
  readonly tiny: boolean
}

/** The built-in model, and the checkpoints, LoRAs and VAEs that are used where they lie. */
export interface InstalledModels {
  list(): Model[]
  has(id: string): boolean
  /** @throws ModelFileError where no such checkpoint is installed, or its file is missing. */
  checkpoint(id: string): UsableModel
  /** @throws ModelFileError where no such LoRA is installed, or its file is missing. */
  lora(id: string): UsableModel
  /** @throws ModelFileError where no such VAE is installed, or its file is missing. */
  vae(id: string): UsableVae
  /** A tiny VAE for a family that is there; null where none is. */
  tinyVae(family: Family): UsableVae | null
  /** The LoRA that a prompt's tag means: the file's name without its ending, in any case. */
  loraNamed(name: string): { readonly id: string; readonly builtIn: boolean } | null
  /** Every usable file of a kind that is there now, the built-in model's included. */
  present(kind: Model['kind']): UsableModel[]
  /** Path of the picture that shows what a model makes; null where there is none. */
  preview(id: string): string | null
  /** @returns its id. @throws ModelFileError where the file cannot be used. */
  add(path: string): string
  /**
   * Forgets a model; one of a watched folder is hidden until the folder is added again.
   * @returns false where no such model was added.
   */
  remove(id: string): boolean
}

export interface InstalledModelsOptions {
  readonly recognise?: Recognise
  readonly presence?: ModelPresence
  /** The watched folder that a path lies in; null where it lies in none. */
  readonly folderOf?: (path: string) => string | null
  readonly onAdded?: (id: string) => void
}

/** Of the built-in model, in its folder. */
const BUILT_IN_PREVIEW = 'samples.png'

const KIND_NAMES = { checkpoint: 'model', lora: 'LoRA', vae: 'VAE' } as const

function previewOf(model: InstalledModel | null): string | null {
  const name = model === null || model.hidden ? null : detailsOf(model).preview
  return model === null || name === null ? null : join(dirname(model.path), basename(name))
}

/** What of the added models can be used. */
function createLookups(store: ModelStore, { describeAll, basesOf }: ModelDescriptions) {
  const visible = () => store.list().filter(({ hidden }) => !hidden)

  function usable(model: InstalledModel): UsableVae {
    const { name, family, tiny } = detailsOf(model)
    const bases = basesOf(model, visible).map(({ path }) => path)
    return { id: model.id, name, path: model.path, card: null, bases, family, tiny }
  }

  return {
    list: () => describeAll(visible()),
    /** @throws ModelFileError */
    find(id: string, kind: Model['kind']): UsableVae {
      const model = store.get(id)
      if (model?.kind !== kind || model.hidden) {
        throw new ModelFileError(sentence('model-file.not-installed', { kind: KIND_NAMES[kind] }))
      }
      if (existsSync(model.path)) return usable(model)
      throw new ModelFileError(sentence('model-file.gone', { name: detailsOf(model).name, path: model.path }))
    },
    usableOf(kind: Model['kind']): UsableVae[] {
      const ids = describeAll(visible()).flatMap((model) => {
        const isUsable = model.kind === kind && model.problem === null && model.present
        return isUsable ? [model.id] : []
      })
      return ids.flatMap((id) => {
        const model = store.get(id)
        return model === null ? [] : [usable(model)]
      })
    },
    /** One that is there before one that is not. */
    loraNamed(wanted: string): Model | undefined {
      const named = describeAll(visible()).filter(({ kind, name }) => kind === 'lora' && name.toLowerCase() === wanted)
      return named.find(({ present }) => present) ?? named[0]
    },
  }
}

export function createInstalledModels(
  store: ModelStore,
  builtIn: CatalogModel,
  options: InstalledModelsOptions = {},
): InstalledModels {
  const { recognise = recogniseModel, presence = createModelPresence() } = options
  const { folderOf = () => null, onAdded = () => undefined } = options
  const builtInEntry = describeBuiltIn(builtIn)
  const builtInModel: UsableModel = { id: builtIn.id, name: builtIn.name, path: builtIn.path, card: builtIn, bases: [] }
  const builtInLora: UsableModel = { ...builtInModel, id: `${builtIn.id}-lora`, path: builtIn.lora.path, card: null }
  const own: Readonly<Record<Model['kind'], readonly UsableModel[]>> = {
    checkpoint: [builtInModel],
    lora: [builtInLora],
    vae: [],
  }
  const added = createLookups(store, createDescriptions(presence, recognise))
  return {
    list: () => [builtInEntry, ...added.list()],
    has: (id) => id === builtIn.id || store.get(id)?.hidden === false,
    checkpoint: (id) => (id === builtIn.id ? builtInModel : added.find(id, 'checkpoint')),
    lora: (id) => (id === builtInLora.id ? builtInLora : added.find(id, 'lora')),
    vae: (id) => added.find(id, 'vae'),
    tinyVae: (wanted) => added.usableOf('vae').find(({ tiny, family }) => tiny && family === wanted) ?? null,
    loraNamed(name) {
      const wanted = name.toLowerCase()
      const found = added.loraNamed(wanted)
      if (found !== undefined) return { id: found.id, builtIn: false }
      return modelName(builtInLora.path).toLowerCase() === wanted ? { id: builtInLora.id, builtIn: true } : null
    },
    present: (kind) => [...own[kind], ...added.usableOf(kind)],
    preview: (id) => (id === builtIn.id ? join(builtIn.path, BUILT_IN_PREVIEW) : previewOf(store.get(id))),
    add(path) {
      const cleanPath = normalize(path)
      const { id } = store.add({ path: cleanPath, ...readModel(cleanPath) })
      onAdded(id)
      return id
    },
    remove(id) {
      const model = store.get(id)
      if (model === null || model.hidden) return false
      const folderId = model.folderId ?? folderOf(model.path)
      if (folderId === null || model.missing) return store.remove(id)
      return store.change(id, { hidden: true, folderId }) !== null
    },
  }
}
