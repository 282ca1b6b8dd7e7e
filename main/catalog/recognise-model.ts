import { basename } from 'node:path'
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

const BY_NAME = new Map(PUBLISHED_FILES.map((file) => [file.fileName, file]))

function findPublished({ path, fileBytes, hashes }: KnownModel): { file: ManifestFile | null; by: 'hash' | 'name' } {
  if (hashes !== null) {
    return { file: publishedBySha256(hashes.sha256) ?? publishedByContentSha256(hashes.contentSha256), by: 'hash' }
  }
  const named = BY_NAME.get(basename(path))
  return { file: named !== undefined && hasPublishedSize(named, fileBytes) ? named : null, by: 'name' }
}

/** Knows the catalog's files by their hashes, or by name and size until they are hashed. */
export const recogniseModel: Recognise = (model) => {
  const { file, by } = findPublished(model)
  if (file === null) return { publishedId: null, distilled: null }
  return { publishedId: file.id, distilled: DISTILLED.test(file.id) ? { id: file.id, knownBy: by } : null }
}
