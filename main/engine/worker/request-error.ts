import type { FailureCode } from '../protocol.ts'

/** Ends a request with an answer for the artist; `detail` is for a bug report. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: FailureCode
  readonly detail: string

  constructor(code: FailureCode, message: string, detail = '') {
    super(message)
    this.code = code
    this.detail = detail
  }
}
