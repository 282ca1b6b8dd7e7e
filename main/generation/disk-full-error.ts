/** The folders that pictures and what is known of them are written to. */
export type StorageFolder = 'pictures' | 'data'

const NAMES: Readonly<Record<StorageFolder, string>> = {
  pictures: 'of the pictures folder',
  data: 'of Onestroke’s data',
}

/** A drive had no room for a picture that was made. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError'
  readonly folder: StorageFolder

  /** @param path the folder's */
  constructor(folder: StorageFolder, path: string, cause: unknown) {
    const what = `The drive ${NAMES[folder]} (${path}) is full, so the picture could not be kept.`
    super(`${what} Free some space, then try again: its settings are kept.`, { cause })
    this.folder = folder
  }
}
