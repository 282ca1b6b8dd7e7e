import { basename } from 'node:path'
import type { Model } from '../server/contract/models.ts'
import type { ManifestFile } from './published/manifest-schema.ts'
import { PUBLISHED_FILES, publishedFile } from './published/published-files.ts'

/** The SHA-256 of every edition of a published file, the catalog's own first; none where there is no such file. */
export function publishedHashes(file: ManifestFile | null): string[] {
  return file === null ? [] : [file.sha256, ...file.otherSha256]
}

/**
 * What the SHA-256 of a model's file may be: as published, where the catalog knows it or a file of its name; else as it was
 * first recorded.
 */
export function knownHashes(path: string, model: Pick<Model, 'publishedId' | 'hashes'> | undefined): string[] {
  const named = PUBLISHED_FILES.find(({ fileName }) => fileName === basename(path)) ?? null
  const id = model?.publishedId ?? null
  const published = id === null ? named : publishedFile(id)
  const recorded = model?.hashes?.sha256
  if (published !== null) return publishedHashes(published)
  return recorded === undefined ? [] : [recorded]
}
