import { homedir } from 'node:os'
import { join } from 'node:path'
import envPaths from 'env-paths'

/** Where Onestroke keeps what is not part of the program. */
export interface Folders {
  /** What must not be lost. */
  readonly data: string
  /** What can be made again. */
  readonly cache: string
  /** Where pictures go unless another folder is named. */
  readonly pictures: string
  /** Where downloaded models go unless another folder is named. */
  readonly models: string
}

/**
 * The folders that the platform means for these things.
 * @param home ONESTROKE_HOME, a folder to keep everything in instead: for tests, portable use and a second profile
 */
export function findFolders(home: string | undefined): Folders {
  if (home !== undefined && home !== '') {
    return {
      data: join(home, 'data'),
      cache: join(home, 'cache'),
      pictures: join(home, 'pictures'),
      models: join(home, 'models'),
    }
  }
  const { data, cache } = envPaths('Onestroke', { suffix: '' })
  return { data, cache, pictures: join(homedir(), 'Pictures', 'Onestroke'), models: join(data, 'models') }
}
