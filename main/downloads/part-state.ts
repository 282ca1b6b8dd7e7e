import { readFileSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { z } from 'zod'
import { renameWithRetries } from '../files/atomic-write.ts'
import { nodeFileSystem } from '../files/file-system.ts'
import { withinSize, withRange, type ByteRange } from './byte-ranges.ts'

const bytes = z.int().nonnegative()

const stateSchema = z.object({
  /** Where it comes from, before redirections. */
  url: z.string(),
  /** A strong one; null: the server gives none. */
  etag: z.string().nullable(),
  size: bytes.refine((size) => size > 0),
  /** On the disk for sure. */
  done: z.array(z.object({ start: bytes, end: bytes })),
  /** Whether its bytes may be of different editions: of several servers, or of one that names none. */
  mixed: z.boolean(),
})

/** What is known of a file of which a part is here. */
export interface PartState {
  readonly url: string
  readonly etag: string | null
  readonly size: number
  readonly done: readonly ByteRange[]
  readonly mixed: boolean
}

/**
 * Reads what was written down, and believes no more of it than can be so.
 * @param partBytes how long the part itself is
 * @returns null where nothing usable is there: then everything is fetched
 */
export function readPartState(path: string, partBytes: number): PartState | null {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    const there = Math.min(partBytes, state.size)
    const done = withinSize(state.done, there).reduce<ByteRange[]>((ranges, range) => withRange(ranges, range), [])
    return { ...state, done }
  } catch {
    return null
  }
}

/** Always the same name, unlike other temporary files: what a killed program leaves is overwritten by the next. */
const unfinished = (path: string) => `${path}.new`

/** Writes the record; whoever reads it finds the old one or the new one, whole. */
export async function writePartState(path: string, state: PartState): Promise<void> {
  const file = await open(unfinished(path), 'w')
  try {
    await file.writeFile(JSON.stringify(state))
    await file.datasync()
  } finally {
    await file.close()
  }
  await renameWithRetries(nodeFileSystem, unfinished(path), path)
}

/** Removes the record, where there is one. */
export async function removePartState(path: string): Promise<void> {
  await rm(unfinished(path), { force: true })
  await rm(path, { force: true })
}
