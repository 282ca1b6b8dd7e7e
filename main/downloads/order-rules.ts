import type { Manifest, ManifestFile } from '../catalog/published/manifest-schema.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { LicenceError, UnknownFileError } from './catalog-errors.ts'

/**
 * The files that ids name, each once.
 * @throws UnknownFileError
 */
export function publishedFiles({ files }: Pick<Manifest, 'files'>, ids: readonly string[]): ManifestFile[] {
  return [...new Set(ids)].map((id) => {
    const file = files.find((candidate) => candidate.id === id)
    if (file === undefined) throw new UnknownFileError(sentence('download.unknown-file', { id }))
    return file
  })
}

/**
 * Whether files may be downloaded by who has accepted these licences.
 * @throws LicenceError for the first one that was not accepted
 */
export function requireAccepted(
  { licences }: Pick<Manifest, 'licences'>,
  files: readonly ManifestFile[],
  accepted: readonly string[],
): void {
  const file = files.find(({ licenceId }) => !accepted.includes(licenceId))
  if (file === undefined) return
  const title = licences.find(({ id }) => id === file.licenceId)?.title ?? file.licenceId
  throw new LicenceError(sentence('download.licence', { title, file: file.title }))
}
