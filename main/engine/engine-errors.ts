import type { FailureCode } from './protocol.ts'

/** The engine answered that a request failed. The message is for the artist, `detail` for a bug report. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: Exclude<FailureCode, 'cancelled'>
  readonly detail: string

  constructor(code: Exclude<FailureCode, 'cancelled'>, message: string, detail: string) {
    super(message)
    this.code = code
    this.detail = detail
  }
}

/** The request was cancelled on demand. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError'

  constructor() {
    super('Cancelled.')
  }
}

/** The engine process ended while it was needed. */
export class EngineCrashedError extends Error {
  override readonly name = 'EngineCrashedError'
  /** The last lines the process printed. */
  readonly lastOutput: string

  constructor(how: string, activity: string, lastOutput: string) {
    const during = activity === '' ? '' : ` while ${activity}`
    super(`The engine stopped unexpectedly${during} (${how}). Nothing was saved; try again.`)
    this.lastOutput = lastOutput
  }
}
