import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sidecarNames } from '../model-sidecars.ts'
import type { Candidate } from './walk-folders.ts'

/** What tells whether a file is still the one that was read. */
export interface FileFacts {
  /** Sizes and times of the file and of what lies beside it. */
  readonly fingerprint: string
  /** By which the file system knows it, whatever its name is. */
  readonly fileId: string
  readonly bytes: number
  /** When it was written to last, in milliseconds since 1970. */
  readonly modifiedMs: number
}

interface Part {
  readonly mark: string
  readonly bytes: number
  readonly modifiedMs: number
}

async function partOf(path: string, name: string): Promise<Part | null> {
  const status = await lstat(path).catch(() => null)
  if (status === null) return null
  const { size, mtimeMs } = status
  return { mark: `${name}:${size}-${mtimeMs}`, bytes: size, modifiedMs: mtimeMs }
}

/** The files of a diffusers folder: its own, and those one folder below. */
async function folderParts(folder: string): Promise<Part[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const parts: (Part | null)[] = []
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) {
      parts.push(await partOf(path, entry.name))
      continue
    }
    const below = await readdir(path).catch((): string[] => [])
    for (const name of below.toSorted((a, b) => (a < b ? -1 : 1))) {
      parts.push(await partOf(join(path, name), `${entry.name}/${name}`))
    }
  }
  return parts.filter((part) => part !== null)
}

async function sidecarParts({ path, names }: Candidate): Promise<Part[]> {
  const folder = path.slice(0, -basename(path).length)
  const beside = sidecarNames(basename(path)).filter((name) => names.has(name))
  const parts = await Promise.all(beside.map((name) => partOf(`${folder}${name}`, name)))
  return parts.filter((part) => part !== null)
}

/** Null where it is gone. */
export async function factsOf(candidate: Candidate): Promise<FileFacts | null> {
  const status = await stat(candidate.path, { bigint: true }).catch(() => null)
  if (status === null) return null
  const fileId = `${status.dev}:${status.ino}`
  if (candidate.isFolder) {
    const parts = await folderParts(candidate.path)
    return {
      fingerprint: parts.map(({ mark }) => mark).join('|'),
      fileId,
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
      modifiedMs: parts.reduce((latest, { modifiedMs }) => Math.max(latest, modifiedMs), 0),
    }
  }
  const [bytes, modifiedMs] = [Number(status.size), Number(status.mtimeMs)]
  const beside = await sidecarParts(candidate)
  return {
    fingerprint: [`${status.size}-${status.mtimeNs}`, ...beside.map(({ mark }) => mark)].join('|'),
    fileId,
    bytes,
    modifiedMs,
  }
}

/** What of a fingerprint is the file's own: whether its hashes still hold. */
export function ownPart(fingerprint: string): string {
  return fingerprint.split('|', 1)[0] ?? ''
}
