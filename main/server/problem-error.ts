/** HTTP statuses that a problem may have. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 422 | 500 | 503

/** A request that cannot be answered; the message is one sentence for the user. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: ProblemStatus
  /** Short and stable, such as `not-found`. */
  readonly code: string

  constructor(status: ProblemStatus, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** An id that names nothing (any more). */
export function notFound(what: string): ProblemError {
  return new ProblemError(404, 'not-found', `${what} does not exist any more.`)
}
