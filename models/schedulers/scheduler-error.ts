import { SentenceError } from '../sentences/sentence-error.ts'

/** Settings that a scheduler cannot run with. */
export class SchedulerError extends SentenceError {
  override readonly name = 'SchedulerError'
}
