import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import { z } from 'zod'
import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'
import { describeFileError, errorCode } from './file-error.ts'

const holderSchema = z.object({
  pid: z.int().positive(),
  /** When the process began, as the system counts; null where it does not tell. */
  startedAt: z.string().nullable(),
})
type Holder = z.infer<typeof holderSchema>

/** Another running process holds the lock. */
export class LockedError extends SentenceError {
  override readonly name = 'LockedError'
  readonly pid: number

  constructor(pid: number) {
    super(sentence('library.locked', { pid }))
    this.pid = pid
  }
}

/** Process ids are used again; on Linux the start time (proc(5), stat field 22) tells a new process from the old one. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function isRunning({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, as another user.
    if (errorCode(error) !== 'EPERM') return false
  }
  const start = startOf(pid)
  return startedAt === null || start === null || start === startedAt
}

function readHolder(path: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

/** Linking a finished file makes the lock whole or not at all. @returns false where there is one. */
function tryTake(path: string, holder: Holder): boolean {
  const draft = `${path}-${randomBytes(6).toString('hex')}`
  writeFileSync(draft, JSON.stringify(holder), { flag: 'wx' })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    unlinkSync(draft)
  }
}

/** Moves a dead process's lock away. Where somebody else has just taken it over, theirs is put back. */
function clearStale(path: string, stale: Holder | null): void {
  const aside = `${path}-${randomBytes(6).toString('hex')}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = readHolder(aside)
  if (moved !== null && moved.pid !== stale?.pid && isRunning(moved)) linkSync(aside, path)
  unlinkSync(aside)
}

/**
 * Takes a lock that lasts as long as this process: one that a crash left is taken over.
 * @returns a function that gives it back.
 * @throws LockedError while another process holds it; FileError where its folder cannot be written.
 */
export function takeProcessLock(path: string): () => void {
  const own: Holder = { pid: process.pid, startedAt: startOf(process.pid) }
  try {
    mkdirSync(dirname(path), { recursive: true })
    while (!tryTake(path, own)) {
      const holder = readHolder(path)
      if (holder !== null && isRunning(holder)) throw new LockedError(holder.pid)
      clearStale(path, holder)
    }
  } catch (error) {
    throw error instanceof LockedError ? error : describeFileError(error, path, 'written')
  }
  return () => {
    if (readHolder(path)?.pid === process.pid) unlinkSync(path)
  }
}
