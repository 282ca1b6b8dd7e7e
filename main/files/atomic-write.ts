import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'

import { sentence } from '../../models/sentences/catalogue.ts'
import { describeFileError, errorCode, FileError } from './file-error.ts'
import { nodeFileSystem } from './file-system.ts'
import type { FileSystem } from './file-system.ts'

/** How the names of unfinished files begin. One that is left was cut off by a crash and may be deleted. */
export const TEMPORARY_PREFIX = '.onestroke-tmp-'

/** Virus scanners hold a new file open for moments; together these waits are about a second. */
const RETRY_DELAYS_MS = [10, 20, 40, 80, 160, 320, 400]

export interface AtomicWriteOptions {
  /** Whether a file of that name is replaced; otherwise it stays and the call fails with EEXIST. */
  readonly replace: boolean
  readonly fileSystem?: FileSystem
}

/**
 * Writes a whole file or nothing: whoever reads `path`, also after a crash or a power cut at any moment, finds the old
 * content (or no file) or all of `bytes`. When the call returns, the file and its name are on the disk.
 * @throws FileError. Nothing is left behind then, with one exception: where only syncing the folder failed, the file is in
 *   place but may not outlive a power cut.
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array, options: AtomicWriteOptions): Promise<void> {
  const files = options.fileSystem ?? nodeFileSystem
  const folder = dirname(path)
  const temporary = join(folder, `${TEMPORARY_PREFIX}${process.pid}-${randomBytes(8).toString('hex')}`)
  try {
    await writeAll(files, temporary, bytes)
    if (options.replace) await renameWithRetries(files, temporary, path)
    else await moveWithoutReplacing(files, temporary, path)
    await syncFolder(files, folder)
  } catch (error) {
    await removeIfThere(files, temporary)
    throw describeFileError(error, path, 'written')
  }
}

async function writeAll(files: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const file = await files.create(path)
  try {
    let written = 0
    while (written < bytes.length) {
      const count = await file.write(bytes.subarray(written))
      if (count <= 0) throw new FileError(sentence('file.no-space', { path }), 'ENOSPC')
      written += count
    }
    await syncWherePossible(file)
  } finally {
    await file.close()
  }
}

/**
 * A link fails where the name exists, so it moves without replacing; disks without links get the slower way.
 * @throws the system's error: EEXIST where `path` is taken
 */
export async function moveWithoutReplacing(files: FileSystem, temporary: string, path: string): Promise<void> {
  try {
    await files.link(temporary, path)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw error
    await reserveAndRename(files, temporary, path)
    return
  }
  await removeIfThere(files, temporary)
}

/** Takes the name with an empty file, then renames over it. Only a crash between the two leaves the empty file. */
async function reserveAndRename(files: FileSystem, temporary: string, path: string): Promise<void> {
  const reservation = await files.create(path)
  await reservation.close()
  try {
    await renameWithRetries(files, temporary, path)
  } catch (error) {
    await removeIfThere(files, path)
    throw error
  }
}

/** Renames, also over a file that a virus scanner holds for a moment. */
export async function renameWithRetries(files: FileSystem, from: string, to: string): Promise<void> {
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      await files.rename(from, to)
      return
    } catch (error) {
      if (files.platform !== 'win32' || !['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error))) throw error
    }
    await files.wait(delayMs)
  }
  await files.rename(from, to)
}

/** Makes the new name durable. Windows has no such call: its journal keeps names in order. */
export async function syncFolder(files: FileSystem, folder: string): Promise<void> {
  if (files.platform === 'win32') return
  const handle = await files.openFolder(folder)
  try {
    await syncWherePossible(handle)
  } finally {
    await handle.close()
  }
}

async function syncWherePossible(file: { sync(): Promise<void> }): Promise<void> {
  try {
    await file.sync()
  } catch (error) {
    // Some network and FUSE disks cannot sync; the write itself has succeeded.
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error))) throw error
  }
}

async function removeIfThere(files: FileSystem, path: string): Promise<void> {
  try {
    await files.unlink(path)
  } catch {
    // Never made, already moved, or its disk is gone: the error that led here says more.
  }
}
