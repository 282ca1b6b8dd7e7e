import { SentenceError } from '../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'

/**
 * What may help against it: `retry` the same server later, `source`: another server, `restart` from the first byte, or
 * `nothing`, until the user does something.
 */
export type Remedy = 'retry' | 'source' | 'restart' | 'nothing'

/** Why a published file does not come. */
export class DownloadError extends SentenceError {
  override readonly name = 'DownloadError'
  readonly remedy: Remedy
  /** How long the server asks to be left alone. */
  readonly waitMs: number

  constructor(what: Sentence, remedy: Remedy, options: ErrorOptions & { readonly waitMs?: number } = {}) {
    super(what, options)
    this.remedy = remedy
    this.waitMs = options.waitMs ?? 0
  }
}
