import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { moveWithoutReplacing, renameWithRetries, syncFolder } from '../files/atomic-write.ts'
import { describeFileError, FileError } from '../files/file-error.ts'
import { nodeFileSystem } from '../files/file-system.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { DownloadError } from './download-error.ts'

const QUARANTINE_FOLDER = 'quarantine'

/**
 * Gives a file that is whole and on the disk its name in the folder; never that of another file.
 * @returns its path
 * @throws DownloadError where the name is taken; FileError
 */
export async function placeFile(partPath: string, folder: string, fileName: string): Promise<string> {
  const path = join(folder, fileName)
  try {
    await moveWithoutReplacing(nodeFileSystem, partPath, path)
    await syncFolder(nodeFileSystem, folder)
  } catch (error) {
    const problem = describeFileError(error, path, 'written')
    if (problem.code !== 'EEXIST') throw problem
    throw new DownloadError(sentence('download.name-taken', { path }), 'nothing', { cause: error })
  }
  return path
}

/**
 * Puts a file that is not what it should be aside, where no program takes it for a model. One is kept per name.
 * @returns its path
 * @throws FileError
 */
export async function quarantineFile(partPath: string, folder: string, fileName: string): Promise<string> {
  const path = join(folder, QUARANTINE_FOLDER, `${fileName}.wrong`)
  try {
    await mkdir(join(folder, QUARANTINE_FOLDER), { recursive: true })
    await rm(path, { force: true })
    await renameWithRetries(nodeFileSystem, partPath, path)
  } catch (error) {
    throw error instanceof FileError ? error : describeFileError(error, path, 'written')
  }
  return path
}
