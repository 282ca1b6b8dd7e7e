import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import type { FailureCode } from './protocol.ts'

/** The engine answered that a request failed. The sentence is for the artist, `detail` for a bug report. */
export class EngineError extends SentenceError {
  override readonly name = 'EngineError'
  readonly code: Exclude<FailureCode, 'cancelled'>
  readonly detail: string

  constructor(code: Exclude<FailureCode, 'cancelled'>, what: Sentence, detail: string) {
    super(what)
    this.code = code
    this.detail = detail
  }
}

/** The request was cancelled on demand. */
export class CancelledError extends SentenceError {
  override readonly name = 'CancelledError'

  constructor() {
    super(sentence('engine.cancelled'))
  }
}

/** The engine process ended while it was needed. */
export class EngineCrashedError extends SentenceError {
  override readonly name = 'EngineCrashedError'
  /** The last lines the process printed. */
  readonly lastOutput: string

  /** @param activity what it was at; null: nothing that has a name */
  constructor(how: Sentence, activity: Sentence | null, lastOutput: string) {
    super(activity === null ? sentence('engine.crashed', { how }) : sentence('engine.crashed-while', { activity, how }))
    this.lastOutput = lastOutput
  }
}
