import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ZodError } from 'zod'
import { CheckpointError } from '../../models/checkpoints/checkpoint-error.ts'
import { PresetError } from '../../models/recipe/presets.ts'
import { RecipeError } from '../../models/recipe/recipe.ts'
import { SchedulerError } from '../../models/schedulers/scheduler-error.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { ModelFileError } from '../catalog/file-problem.ts'
import { LicenceError, UnknownFileError } from '../downloads/catalog-errors.ts'
import { DownloadError } from '../downloads/download-error.ts'
import { NoRoomError } from '../downloads/require-room.ts'
import { CancelledError, EngineCrashedError, EngineError } from '../engine/engine-errors.ts'
import { FileError } from '../files/file-error.ts'
import { DiskFullError } from '../generation/disk-full-error.ts'
import { QueueBusyError } from '../generation/queue-busy-error.ts'
import { SourceGoneError } from '../generation/run-job.ts'
import { ImageError } from '../images/image-error.ts'
import { LibraryError } from '../library/library-error.ts'
import { MirrorError } from '../settings/mirror-error.ts'
import { NameTemplateError } from '../settings/name-template-error.ts'
import type { Problem } from './contract/common.ts'
import { ProblemError, type ProblemStatus } from './problem-error.ts'

interface Kind {
  readonly error: abstract new (...values: never[]) => SentenceError
  readonly status: ProblemStatus
  readonly code: string
}

/** What errors that speak to the user mean here. */
const KINDS: readonly Kind[] = [
  { error: ModelFileError, status: 422, code: 'model-file' },
  { error: CheckpointError, status: 422, code: 'model-file' },
  { error: PresetError, status: 422, code: 'preset' },
  { error: SchedulerError, status: 422, code: 'scheduler' },
  { error: RecipeError, status: 422, code: 'recipe' },
  { error: ImageError, status: 422, code: 'image' },
  { error: FileError, status: 422, code: 'file' },
  { error: DiskFullError, status: 503, code: 'disk-full' },
  { error: UnknownFileError, status: 404, code: 'not-found' },
  { error: LicenceError, status: 409, code: 'licence' },
  { error: NoRoomError, status: 409, code: 'no-room' },
  { error: DownloadError, status: 503, code: 'download' },
  { error: MirrorError, status: 422, code: 'mirror' },
  { error: NameTemplateError, status: 422, code: 'name-template' },
  { error: EngineError, status: 503, code: 'engine' },
  { error: EngineCrashedError, status: 503, code: 'engine-crashed' },
  { error: LibraryError, status: 400, code: 'library' },
  { error: SourceGoneError, status: 404, code: 'not-found' },
  { error: QueueBusyError, status: 409, code: 'busy' },
  { error: CancelledError, status: 409, code: 'cancelled' },
]

const REQUEST_PROBLEMS: Readonly<Record<number, ProblemStatus>> = { 400: 400, 405: 405, 413: 413 }

/** What to answer for an error, and whether it is one that nobody foresaw. */
export function describeProblem(error: unknown): { status: ProblemStatus; problem: Problem; unforeseen: boolean } {
  if (error instanceof ProblemError) {
    return { status: error.status, problem: { code: error.code, ...error.sentence }, unforeseen: false }
  }
  if (error instanceof HTTPException) {
    const status = REQUEST_PROBLEMS[error.status] ?? 400
    return { status, problem: { code: 'invalid', ...sentence('request.not-understood') }, unforeseen: false }
  }
  const kind = KINDS.find((candidate) => error instanceof candidate.error)
  if (kind !== undefined && error instanceof SentenceError) {
    return { status: kind.status, problem: { code: kind.code, ...error.sentence }, unforeseen: false }
  }
  return { status: 500, problem: { code: 'internal', ...sentence('request.failed') }, unforeseen: true }
}

/**
 * What to tell the user of any error: what jobs keep.
 * @param report gets the errors nobody foresaw, for the log
 */
export function explainError(error: unknown, report: (error: unknown) => void): Sentence {
  const { problem, unforeseen } = describeProblem(error)
  if (unforeseen) report(error)
  const { message, key, values } = problem
  return { message, key, values }
}

/** @param report gets the errors nobody foresaw, for the log */
export function createErrorHandler(report: (error: unknown) => void): ErrorHandler {
  return (error, context) => {
    const { status, problem, unforeseen } = describeProblem(error)
    if (unforeseen) report(error)
    return context.json(problem, status)
  }
}

export const answerNotFound: NotFoundHandler = (context) => {
  const problem: Problem = { code: 'not-found', ...sentence('request.no-such-address') }
  return context.json(problem, 404)
}

/** Answers a request that does not fit its route's schema: for OpenAPIHono's `defaultHook`. */
export function answerInvalid(
  result: { readonly success: true } | { readonly success: false; readonly error: ZodError },
  context: Context,
): Response | undefined {
  if (result.success) return undefined
  const [issue] = result.error.issues
  const place = issue === undefined ? '' : issue.path.join('.')
  const detail = issue === undefined ? '' : `${place === '' ? '' : `${place}: `}${issue.message}`
  const problem: Problem = { code: 'invalid', ...sentence('request.not-valid', { detail }) }
  return context.json(problem, 400)
}
