import { realpath } from 'node:fs/promises'
import type { SuggestedFolder } from '../../server/contract/models.ts'
import { factsOf } from './file-facts.ts'
import { candidateFolders, type ProgramPlaces } from './program-places.ts'
import { identifyProgram, modelFoldersOf, type ProgramSurroundings } from './programs.ts'
import { walkFolders } from './walk-folders.ts'

export interface ProgramSearch {
  readonly places: ProgramPlaces
  readonly surroundings: ProgramSurroundings
}

/**
 * Looks in the places where programs usually lie. Only those that have models are told.
 * @throws the signal's reason
 */
export async function findPrograms(
  { places, surroundings }: ProgramSearch,
  signal: AbortSignal,
): Promise<SuggestedFolder[]> {
  const found = new Map<string, SuggestedFolder>()
  for (const folder of await candidateFolders(places, surroundings)) {
    signal.throwIfAborted()
    const program = await identifyProgram(folder)
    if (program === null) continue
    const path = await realpath(program.base).catch(() => null)
    if (path === null || found.has(path)) continue
    const { candidates } = await walkFolders(await modelFoldersOf(program, surroundings), signal)
    if (candidates.length === 0) continue
    let bytes = 0
    for (const candidate of candidates) bytes += (await factsOf(candidate))?.bytes ?? 0
    found.set(path, { path, program: program.program, models: candidates.length, bytes })
  }
  return [...found.values()]
}
