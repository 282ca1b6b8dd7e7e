import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { TEMPORARY_PREFIX } from '../files/atomic-write.ts'
import { errorCode } from '../files/file-error.ts'

export interface FolderListing {
  /** Names of PNG files. */
  readonly pictures: readonly string[]
  /** Names of unfinished files of `writeFileAtomically`. */
  readonly temporaries: readonly string[]
  /** Paths; hidden folders and links are left out. */
  readonly subfolders: readonly string[]
}

/** What a folder holds; null where it does not exist. Throws as `readdir`. */
export async function listFolder(path: string): Promise<FolderListing | null> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name)
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    return {
      pictures: files.filter((name) => !name.startsWith('.') && /\.png$/i.test(name)),
      temporaries: files.filter((name) => name.startsWith(TEMPORARY_PREFIX)),
      subfolders: folders.map((entry) => join(path, entry.name)),
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null
    throw error
  }
}

/** After this long nobody is still writing a file, even where a process has its writer's number. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** Removes an unfinished file unless its writer may still be at work. @returns whether it was removed. */
export async function removeAbandoned(path: string, name: string, now: number): Promise<boolean> {
  try {
    if (isWriterAlive(name) && now - (await stat(path)).mtimeMs < ABANDONED_AFTER_MS) return false
    await unlink(path)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/** The name holds the number of the process that wrote it. */
function isWriterAlive(name: string): boolean {
  const writer = Number.parseInt(name.slice(TEMPORARY_PREFIX.length), 10)
  if (!Number.isSafeInteger(writer) || writer <= 0) return false
  try {
    process.kill(writer, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}
