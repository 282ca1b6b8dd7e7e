import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'

/** The folders that pictures and what is known of them are written to. */
export type StorageFolder = 'pictures' | 'data'

/** A drive had no room for a picture that was made. */
export class DiskFullError extends SentenceError {
  override readonly name = 'DiskFullError'
  readonly folder: StorageFolder

  /** @param path the folder's */
  constructor(folder: StorageFolder, path: string, cause: unknown) {
    super(sentence(`disk-full.${folder}`, { path }), { cause })
    this.folder = folder
  }
}
