import { sentence } from '../../../models/sentences/catalogue.ts'
import type { Catalog } from '../../server/contract/downloads.ts'
import type { Model } from '../../server/contract/models.ts'
import type { Manifest, ManifestFile } from './manifest-schema.ts'
import { publishedBytes } from './published-files.ts'

export interface CatalogState {
  readonly models: readonly Pick<Model, 'id' | 'path' | 'publishedId' | 'present'>[]
  /** Bytes of a file that are here already, of one that is not installed. */
  readonly arrived: ReadonlyMap<string, number>
  readonly accepted: readonly string[]
  readonly folder: string
  readonly freeBytes: number | null
}

/** The installed model that a file of the catalog is: known as such, or lying where it would be put. */
export function installedAs({ id }: ManifestFile, path: string, models: CatalogState['models']): string | null {
  const found = models.find((model) => model.present && (model.publishedId === id || model.path === path))
  return found?.id ?? null
}

/** What the page shows of the catalog. */
export function describeCatalog(
  { base, files, bundles, licences }: Manifest,
  pathOf: (file: ManifestFile) => string,
  { models, arrived, accepted, folder, freeBytes }: CatalogState,
): Catalog {
  const described = files.map((file) => {
    const { id, title, kind, family, fileName, sha256, hashSource, licenceId, source, needs } = file
    return {
      id,
      title,
      kind,
      family,
      fileName,
      bytes: publishedBytes(file),
      sha256,
      hashSource,
      licenceId,
      page: `${base}/${source.repository}`,
      needs,
      modelId: installedAs(file, pathOf(file), models),
    }
  })
  const byId = new Map(described.map((file) => [file.id, file]))
  return {
    files: described,
    bundles: bundles.map(({ id, title, description, family, fileIds }) => {
      const members = fileIds.flatMap((fileId) => byId.get(fileId) ?? [])
      const missing = members.filter(({ modelId }) => modelId === null)
      return {
        id,
        title,
        description: sentence(description),
        family,
        fileIds,
        bytes: members.reduce((sum, { bytes }) => sum + bytes, 0),
        missingBytes: missing.reduce(
          (sum, { id: fileId, bytes }) => sum + Math.max(0, bytes - (arrived.get(fileId) ?? 0)),
          0,
        ),
      }
    }),
    licences: licences.map(({ terms, ...licence }) => ({ ...licence, terms: terms.map((key) => sentence(key)) })),
    accepted: [...accepted],
    folder,
    freeBytes,
  }
}
