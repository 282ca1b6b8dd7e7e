import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'

/** HTTP statuses that a problem may have. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 422 | 500 | 503

/** A request that cannot be answered. */
export class ProblemError extends SentenceError {
  override readonly name = 'ProblemError'
  readonly status: ProblemStatus
  /** Short and stable, such as `not-found`. */
  readonly code: string

  constructor(status: ProblemStatus, code: string, what: Sentence) {
    super(what)
    this.status = status
    this.code = code
  }
}

/** An id that names nothing (any more). */
export function notFound(what: 'picture' | 'board' | 'job' | 'model' | 'folder' | 'preset'): ProblemError {
  return new ProblemError(404, 'not-found', sentence('request.gone', { what }))
}
