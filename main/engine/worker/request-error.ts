import { SentenceError } from '../../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../../models/sentences/sentence.ts'
import type { FailureCode } from '../protocol.ts'

/** Ends a request with an answer for the artist; `detail` is for a bug report. */
export class RequestError extends SentenceError {
  override readonly name = 'RequestError'
  readonly code: FailureCode
  readonly detail: string

  constructor(code: FailureCode, what: Sentence, detail = '') {
    super(what)
    this.code = code
    this.detail = detail
  }
}
