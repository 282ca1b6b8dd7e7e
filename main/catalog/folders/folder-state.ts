import { sentence } from '../../../models/sentences/catalogue.ts'
import type { Sentence } from '../../../models/sentences/sentence.ts'
import type { ModelStore } from '../../library/library.ts'
import type { ModelFolder } from '../../server/contract/models.ts'
import type { ModelPresence } from '../model-presence.ts'
import type { ReadFolder } from './read-folder.ts'
import { WALK_LIMITS } from './walk-folders.ts'

/** What is told of a folder, and kept in memory only. */
export interface FolderState {
  readonly now: () => ModelFolder['state']
  describe(): ModelFolder
  become(state: ModelFolder['state'], problem: Sentence | null): void
  /** Whether the system tells of changes in it. */
  setWatched(watched: boolean): void
}

export interface FolderStateOptions {
  readonly folder: Pick<ModelFolder, 'id' | 'path' | 'program'>
  readonly store: ModelStore
  readonly presence: Pick<ModelPresence, 'setFolder'>
  readonly onModels: () => void
  readonly onFolder: () => void
}

const isThere = (state: ModelFolder['state']) => state === 'reading' || state === 'watched'

/** What of a folder is not used, in a sentence; null where all is. */
export function noteOf({
  cutOff,
  pickles,
  foreign,
}: Pick<ReadFolder, 'cutOff' | 'pickles' | 'foreign'>): Sentence | null {
  if (cutOff === 'number') return sentence('model-folder.cut-off', { most: WALK_LIMITS.candidates })
  if (cutOff === 'depth') return sentence('model-folder.too-deep', { most: WALK_LIMITS.depth })
  const first = pickles === 0 ? null : sentence('model-folder.pickles', { count: pickles })
  const second = foreign === 0 ? null : sentence('model-folder.foreign', { count: foreign })
  if (first === null || second === null) return first ?? second
  return sentence('model-folder.both', { pickles: first, foreign: second })
}

export function createFolderState({ folder, store, presence, onModels, onFolder }: FolderStateOptions): FolderState {
  const { id } = folder
  let state: ModelFolder['state'] = 'reading'
  let problem: Sentence | null = null
  let isWatched = true
  return {
    now: () => state,
    describe() {
      const models = store.list().filter(({ folderId, hidden, missing }) => folderId === id && !hidden && !missing)
      const note = problem ?? (isWatched ? null : sentence('model-folder.not-watched'))
      return { ...folder, state, models: models.length, problem: note }
    },
    become(next, nextProblem) {
      const changed = state !== next || problem?.message !== nextProblem?.message
      const cameOrWent = isThere(state) !== isThere(next)
      state = next
      problem = nextProblem
      presence.setFolder(id, isThere(next))
      if (cameOrWent) onModels()
      if (changed) onFolder()
    },
    setWatched(watched) {
      if (isWatched === watched) return
      isWatched = watched
      onFolder()
    },
  }
}
