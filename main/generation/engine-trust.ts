import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { EngineCrashedError, EngineError } from '../engine/engine-errors.ts'
import type { LiveState } from './queue-state.ts'

/** Watches whether jobs fail because of the engine, and not of what they ask for. */
export interface EngineTrust {
  jobStarted(): void
  jobDone(): void
  jobFailed(error: unknown, problem: Sentence): void
  /** Forgets what happened. */
  restore(): void
}

/** In a row; more jobs would only be used up. */
const MOST_FAILURES = 2

function isEngineFailure(error: unknown): boolean {
  return error instanceof EngineCrashedError || (error instanceof EngineError && error.code !== 'input')
}

/** @param pause called once too many jobs in a row have failed so */
export function createEngineTrust(live: LiveState, pause: () => void): EngineTrust {
  let failuresInARow = 0
  return {
    jobStarted() {
      live.engineMessage = null
    },
    jobDone() {
      failuresInARow = 0
    },
    jobFailed(error, problem) {
      if (!isEngineFailure(error)) return
      failuresInARow += 1
      live.engineMessage = problem
      if (failuresInARow < MOST_FAILURES) return
      live.engineMessage = sentence('queue.paused-by-engine', { problem })
      pause()
    },
    restore() {
      failuresInARow = 0
      live.engineMessage = null
    },
  }
}
