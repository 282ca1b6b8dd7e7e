import { basename } from 'node:path'
import { distilledByName } from '../../models/recipe/distilled-names.ts'
import type { InstalledModel } from '../library/library.ts'
import type { Model } from '../server/contract/models.ts'
import type { ModelDetails } from './inspect-model-file.ts'
import type { ManifestFile } from './published/manifest-schema.ts'
import {
  hasPublishedSize,
  PUBLISHED_FILES,
  publishedByContentSha256,
  publishedBySha256,
} from './published/published-files.ts'

/** What a model is known by. */
export type KnownModel = Pick<InstalledModel, 'kind' | 'path' | 'hashes'> &
  Pick<ModelDetails, 'name' | 'family' | 'fileBytes'>

/** Which published file a model is, and which step-distilled weights it holds. */
export type Recognise = (model: KnownModel) => Pick<Model, 'publishedId' | 'distilled'>

/** Published files that are made for few steps. */
const DISTILLED = /^(hyper|lcm|tcd|lightning)-|-turbo$/
/** The same weights in another wrapping. */
const SAME_WEIGHTS: Readonly<Record<string, string>> = { 'hyper-sdxl-1step-unet-comfyui': 'hyper-sdxl-1step-unet' }

const BY_NAME = new Map(PUBLISHED_FILES.map((file) => [file.fileName, file]))

function findPublished({ path, fileBytes, hashes }: KnownModel): { file: ManifestFile | null; by: 'hash' | 'name' } {
  if (hashes !== null) {
    return { file: publishedBySha256(hashes.sha256) ?? publishedByContentSha256(hashes.contentSha256), by: 'hash' }
  }
  const named = BY_NAME.get(basename(path))
  return { file: named !== undefined && hasPublishedSize(named, fileBytes) ? named : null, by: 'name' }
}

/** Step-distilled weights by the hash of their tensors, else by the file's name: many are renamed, converted or halved. */
function findDistilled(model: KnownModel, published: ManifestFile | null, by: 'hash' | 'name'): Model['distilled'] {
  if (published !== null) {
    return DISTILLED.test(published.id) ? { id: SAME_WEIGHTS[published.id] ?? published.id, knownBy: by } : null
  }
  const named = distilledByName(model)
  return named === null ? null : { id: named, knownBy: 'name' }
}

/** Knows the catalog's files by their hashes, or by name and size until they are hashed. */
export const recogniseModel: Recognise = (model) => {
  const { file, by } = findPublished(model)
  return { publishedId: file?.id ?? null, distilled: findDistilled(model, file, by) }
}
