import { SentenceError } from '../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'

export type LibraryErrorCode = 'bad-cursor' | 'newer-library' | 'library-in-use'

/** Why the library cannot do what it was asked to. */
export class LibraryError extends SentenceError {
  override readonly name = 'LibraryError'
  /** A short, stable name of what went wrong. */
  readonly code: LibraryErrorCode

  constructor(code: LibraryErrorCode, what: Sentence, cause?: unknown) {
    super(what, { cause })
    this.code = code
  }
}
