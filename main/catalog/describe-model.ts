import { modelName } from '../generation/recipe-sources.ts'
import { FAMILY_SIZE } from '../../models/recipe/decide-settings.ts'
import type { InstalledModel, StoredHashes } from '../library/library.ts'
import type { Model } from '../server/contract/models.ts'
import type { CatalogModel } from './built-in-model.ts'
import { inspectModelFile, modelDetailsSchema, type ModelDetails } from './inspect-model-file.ts'
import type { Recognise } from './recognise-model.ts'
import { settingsInName } from './recommended-settings.ts'

/** What was read of a model; what an earlier Onestroke wrote may say less. */
export function detailsOf({ path, details }: InstalledModel): ModelDetails {
  const known = modelDetailsSchema.safeParse(details)
  if (known.success) return known.data
  const nothing = { precision: null, tiny: false, triggerWords: [], partial: false, preview: null, problem: null }
  return { name: modelName(path), family: null, fileBytes: 0, ...nothing }
}

const A1111_DIGITS = 10
const AUTOV3_DIGITS = 12

function shownHashes(hashes: StoredHashes | null): Model['hashes'] {
  if (hashes === null) return null
  const { sha256, contentSha256 } = hashes
  return { sha256, a1111: sha256.slice(0, A1111_DIGITS), autoV3: contentSha256.slice(0, AUTOV3_DIGITS) }
}

/** An added model as the page sees it, as if its file were there. */
export function describeAdded(model: InstalledModel, recognise: Recognise): Model {
  const { preview, partial: _partial, ...details } = detailsOf(model)
  const { id, kind, path, folderId, hashes } = model
  return {
    ...details,
    id,
    kind,
    builtIn: false,
    path,
    present: true,
    ...FAMILY_SIZE[details.family ?? 'sd15'],
    settings: kind === 'checkpoint' ? settingsInName(details.name) : null,
    ownLora: null,
    baseId: null,
    folderId,
    ...recognise({ ...details, kind, path, hashes }),
    hasPreview: preview !== null,
    hashes: shownHashes(hashes),
  }
}

/** The built-in model as the page sees it. */
export function describeBuiltIn({ id, name, path, width, height, lora, settings }: CatalogModel): Model {
  const { fileBytes, family, precision } = inspectModelFile(path).details
  return {
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
    settings,
    ownLora: { name: modelName(lora.path), strength: lora.strength },
    baseId: null,
    folderId: null,
    publishedId: null,
    distilled: null,
    precision,
    tiny: false,
    triggerWords: [],
    hasPreview: true,
    hashes: null,
    problem: null,
  }
}
