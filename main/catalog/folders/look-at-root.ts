import { readdir, stat } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from '../../files/file-error.ts'

/** What there is of a folder at a moment. */
export type Root =
  | { readonly state: 'offline' | 'unreadable'; readonly identity: '' }
  | {
      readonly state: 'there'
      /** Another one where another folder has taken its name, such as one that a drive was mounted on. */
      readonly identity: string
      /** Where a drive is mounted, an empty folder is left when it goes. */
      readonly isEmpty: boolean
    }

const OFFLINE = { state: 'offline', identity: '' } as const
const UNREADABLE = { state: 'unreadable', identity: '' } as const

/** A network drive that is gone can keep a call for minutes. */
const PATIENCE_MS = 5000

async function look(path: string): Promise<Root> {
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    const names = await readdir(path)
    return { state: 'there', identity: `${dev}:${ino}`, isEmpty: names.length === 0 }
  } catch (error) {
    return ['EACCES', 'EPERM'].includes(errorCode(error)) ? UNREADABLE : OFFLINE
  }
}

/** Looks whether a folder is there. One that does not answer is not. */
export function lookAtRoot(path: string): Promise<Root> {
  return Promise.race([look(path), wait<Root>(PATIENCE_MS, OFFLINE, { ref: false })])
}
