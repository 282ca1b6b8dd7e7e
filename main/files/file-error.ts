import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'

/** A file that can't be read or written; its sentence names the file. */
export class FileError extends SentenceError {
  override readonly name = 'FileError'
  /** The system's code, such as ENOSPC. */
  readonly code: string

  constructor(what: Sentence, code: string, cause?: unknown) {
    super(what, { cause })
    this.code = code
  }
}

const REASONS: Readonly<Record<string, Sentence>> = {
  EACCES: sentence('file-reason.permission'),
  EPERM: sentence('file-reason.not-permitted'),
  EROFS: sentence('file-reason.read-only'),
  ENOENT: sentence('file-reason.missing'),
  ENOTDIR: sentence('file-reason.not-a-folder'),
  EISDIR: sentence('file-reason.is-folder'),
  EEXIST: sentence('file-reason.exists'),
  ENAMETOOLONG: sentence('file-reason.name-too-long'),
  EBUSY: sentence('file-reason.busy'),
  EMFILE: sentence('file-reason.too-many-open'),
  ENFILE: sentence('file-reason.too-many-open'),
  EFBIG: sentence('file-reason.too-large'),
  EIO: sentence('file-reason.disk-error'),
}

/** What a failed file operation means to the user: a FileError that names `path`. A FileError is returned as it is. */
export function describeFileError(cause: unknown, path: string, operation: 'read' | 'written'): FileError {
  if (cause instanceof FileError) return cause
  const code = errorCode(cause)
  if (code === 'ENOSPC') return new FileError(sentence('file.no-space', { path }), code, cause)
  if (code === 'EDQUOT') return new FileError(sentence('file.quota', { path }), code, cause)
  const reason = REASONS[code] ?? sentence('file-reason.system', { code })
  return new FileError(sentence('file.cannot', { path, operation, reason }), code, cause)
}

/** The system code of a failed file operation, or UNKNOWN. */
export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'UNKNOWN'
}
