import manifest from './manifest.json' with { type: 'json' }
import { manifestSchema, type ManifestFile } from './manifest-schema.ts'

/** Everything that the catalog knows: manifest.json, checked. */
export const MANIFEST = manifestSchema.parse(manifest)

/** The files that the catalog knows, in the order that they are shown in. */
export const PUBLISHED_FILES: readonly ManifestFile[] = MANIFEST.files

const byId = new Map(PUBLISHED_FILES.map((file) => [file.id, file]))
const bySha256 = new Map(
  PUBLISHED_FILES.flatMap((file) => [file.sha256, ...file.otherSha256].map((sha256) => [sha256, file] as const)),
)

/** Null where the catalog has no such file. */
export function publishedFile(id: string): ManifestFile | null {
  return byId.get(id) ?? null
}

/** The file whose bytes, or another edition's, have this SHA-256 (64 lower-case digits). */
export function publishedBySha256(sha256: string): ManifestFile | null {
  return bySha256.get(sha256) ?? null
}

/** The file whose tensors alone have this SHA-256, whatever its header says. */
export function publishedByContentSha256(contentSha256: string): ManifestFile | null {
  return (
    PUBLISHED_FILES.find(
      ({ contentSha256Prefix: prefix }) => prefix !== undefined && contentSha256.startsWith(prefix),
    ) ?? null
  )
}

/** How many bytes a file has; about, where `bytesAreExact` says no. */
export function publishedBytes({ bytes }: Pick<ManifestFile, 'bytes'>): number {
  return typeof bytes === 'number' ? bytes : bytes.about
}

const TOLERANCE = 0.01

/** Whether a file of this size can be it. */
export function hasPublishedSize({ bytes }: Pick<ManifestFile, 'bytes'>, size: number): boolean {
  if (typeof bytes === 'number') return size === bytes
  return Math.abs(size - bytes.about) <= TOLERANCE * bytes.about
}
