/** A file that can't be read or written; the message is one sentence for the user and names the file. */
export class FileError extends Error {
  override readonly name = 'FileError'
  /** The system's code, such as ENOSPC. */
  readonly code: string

  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you have no permission for it. Choose another place, or change its permissions',
  EPERM: 'the system does not permit it. Choose another place, or change its permissions',
  EROFS: 'its disk is read-only. Choose another place',
  ENOENT: 'it, or a folder it lies in, does not exist',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a file of that name exists already',
  ENAMETOOLONG: 'its name is too long for this disk',
  EBUSY: 'another program is using it',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EFBIG: 'it is too large for this disk',
  EIO: 'the disk reported an error',
}

/** What a failed file operation means to the user: a FileError that names `path`. A FileError is returned as it is. */
export function describeFileError(cause: unknown, path: string, operation: 'read' | 'written'): FileError {
  if (cause instanceof FileError) return cause
  const code = errorCode(cause)
  if (code === 'ENOSPC') return new FileError(`There is no space left on the disk for "${path}".`, code, cause)
  if (code === 'EDQUOT') return new FileError(`Your disk quota leaves no space for "${path}".`, code, cause)
  const reason = REASONS[code] ?? `the system reported ${code}`
  return new FileError(`"${path}" cannot be ${operation}: ${reason}.`, code, cause)
}

/** The system code of a failed file operation, or UNKNOWN. */
export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'UNKNOWN'
}
