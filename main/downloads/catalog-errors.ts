import { SentenceError } from '../../models/sentences/sentence-error.ts'

/** An id that the catalog does not have. */
export class UnknownFileError extends SentenceError {
  override readonly name = 'UnknownFileError'
}

/** A licence that was not accepted; the sentence names it and the file. */
export class LicenceError extends SentenceError {
  override readonly name = 'LicenceError'
}
