import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from './file-error.ts'

/** Bytes that are free for this user on the drive of a folder, which need not exist yet; null where unknown. */
export type MeasureFreeSpace = (folder: string) => Promise<number | null>

/** A network drive that is gone can keep a call for minutes. */
const PATIENCE_MS = 2000

async function measure(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    const parent = dirname(folder)
    return errorCode(error) === 'ENOENT' && parent !== folder ? measure(parent) : null
  }
}

/** Asks the system. */
export const measureFreeSpace: MeasureFreeSpace = (folder) =>
  Promise.race([measure(folder), wait(PATIENCE_MS, null, { ref: false })])
