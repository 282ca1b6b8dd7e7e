import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { InstalledModel, ModelStore } from '../../library/library.ts'
import { factsOf, ownPart } from './file-facts.ts'
import { readFound } from './read-found.ts'
import type { Settling } from './settling.ts'
import type { Candidate } from './walk-folders.ts'

async function candidateOf(path: string): Promise<Candidate> {
  const own = await readdir(path).catch(() => null)
  const names = own ?? (await readdir(dirname(path)).catch(() => []))
  return { path, isFolder: own !== null, names: new Set(names) }
}

async function readLone(row: InstalledModel, store: ModelStore, settling: Settling): Promise<boolean> {
  const candidate = await candidateOf(row.path)
  const facts = await factsOf(candidate)
  if (facts === null || facts.fingerprint === row.fingerprint) return false
  const { fingerprint, fileId, bytes } = facts
  if (row.fingerprint === '') {
    store.change(row.id, { fingerprint, fileId })
    return false
  }
  if (!settling.isSettled({ ...facts, path: row.path })) return false
  const model = readFound(candidate, bytes)
  const changed = ownPart(fingerprint) !== ownPart(row.fingerprint)
  store.change(row.id, { ...model, fingerprint, fileId, ...(changed ? { hashes: null } : {}) })
  return true
}

/** Reads models that were added by themselves again where their files have changed. @returns whether any had. @throws the signal's reason */
export async function readLoneModels({
  store,
  settling,
  signal,
}: {
  readonly store: ModelStore
  readonly settling: Settling
  readonly signal: AbortSignal
}): Promise<boolean> {
  let changed = false
  for (const row of store.list()) {
    signal.throwIfAborted()
    if (row.folderId === null && (await readLone(row, store, settling))) changed = true
  }
  return changed
}
