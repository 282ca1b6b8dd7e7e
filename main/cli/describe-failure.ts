import { CommanderError } from 'commander'
import { RecipeError } from '../../models/recipe/recipe.ts'
import { PresetError } from '../../models/recipe/presets.ts'
import { SchedulerError } from '../../models/schedulers/scheduler-error.ts'
import { ModelFileError } from '../catalog/file-problem.ts'
import { LicenceError, UnknownFileError } from '../downloads/catalog-errors.ts'
import { DownloadError } from '../downloads/download-error.ts'
import { CancelledError, EngineCrashedError, EngineError } from '../engine/engine-errors.ts'
import { FileError } from '../files/file-error.ts'
import { LockedError } from '../files/process-lock.ts'
import { ImageError } from '../images/image-error.ts'
import { LibraryError } from '../library/library-error.ts'
import { MirrorError } from '../settings/mirror-error.ts'
import { UsageError } from './usage-error.ts'

/** How a failure ends the program. */
export interface Failure {
  readonly exitCode: 1 | 2
  /** One sentence for the user; empty where it has been printed already. */
  readonly message: string
  /** More for `--verbose`. */
  readonly details: string
}

const FAILED = 1
const WRONG_USAGE = 2

function isWrongUsage(error: unknown): error is Error {
  const kinds = [UsageError, PresetError, SchedulerError, UnknownFileError, LicenceError, MirrorError]
  return kinds.some((kind) => error instanceof kind)
}

/** Errors whose message was written for the user. */
function isForUser(error: unknown): error is Error {
  const kinds = [
    ModelFileError,
    EngineError,
    EngineCrashedError,
    CancelledError,
    FileError,
    ImageError,
    RecipeError,
    LibraryError,
    LockedError,
    DownloadError,
  ]
  return kinds.some((kind) => error instanceof kind)
}

function detailsOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (error instanceof EngineError && error.detail !== '') return `${error.detail}\n${stack}`
  if (error instanceof EngineCrashedError && error.lastOutput !== '') return `${error.lastOutput}\n${stack}`
  return stack
}

/** What to tell of an error, and the exit code it means. */
export function describeFailure(error: unknown): Failure {
  const details = detailsOf(error)
  // Commander has printed its own message.
  if (error instanceof CommanderError) return { exitCode: WRONG_USAGE, message: '', details }
  if (isWrongUsage(error)) return { exitCode: WRONG_USAGE, message: error.message, details }
  if (isForUser(error)) return { exitCode: FAILED, message: error.message, details }
  const reason = error instanceof Error ? error.message : String(error)
  return { exitCode: FAILED, message: `Onestroke failed: ${reason} (run again with --verbose for details)`, details }
}
