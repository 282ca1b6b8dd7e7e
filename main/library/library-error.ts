export type LibraryErrorCode = 'bad-cursor' | 'newer-library' | 'library-in-use'

/** Why the library cannot do what it was asked to; the message is one sentence for the user. */
export class LibraryError extends Error {
  override readonly name = 'LibraryError'
  /** A short, stable name of what went wrong. */
  readonly code: LibraryErrorCode

  constructor(code: LibraryErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}
