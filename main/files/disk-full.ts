import { errorCode } from './file-error.ts'

/** Of the system, of a quota, and of SQLite. */
const CODES = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])

/** Whether an error says that a drive, or the user's share of it, is full. */
export function saysDiskFull(error: unknown): boolean {
  return CODES.has(errorCode(error))
}
