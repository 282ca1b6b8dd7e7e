import { sep } from 'node:path'
import type { ModelFolderStore, ModelStore, StoredModelFolder } from '../../library/library.ts'
import { createWatchedFolder, type FolderSurroundings, type WatchedFolder } from './watched-folder.ts'

/** The folders that are read and watched. */
export interface FolderSet {
  all(): WatchedFolder[]
  get(id: string): WatchedFolder | undefined
  /** The one that reads the files of a (real) folder. */
  covering(directory: string): WatchedFolder | undefined
  /** Begins with a folder, or goes on with one that is known. */
  watch(stored: StoredModelFolder): WatchedFolder
  /** Forgets a folder and its models. @returns false where there is no such folder */
  remove(id: string): Promise<boolean>
}

export function createFolderSet(folders: ModelFolderStore, surroundings: FolderSurroundings): FolderSet {
  const watched = new Map<string, WatchedFolder>()
  const all = () => [...watched.values()]
  return {
    all,
    get: (id) => watched.get(id),
    covering: (directory) => all().find((folder) => folder.covers(directory)),
    watch(stored) {
      const folder = watched.get(stored.id) ?? createWatchedFolder(stored, surroundings)
      watched.set(stored.id, folder)
      return folder
    },
    async remove(id) {
      if (!folders.list().some((folder) => folder.id === id)) return false
      const folder = watched.get(id)
      watched.delete(id)
      // Once it is closed, it writes nothing more.
      await folder?.close()
      return folders.remove(id)
    },
  }
}

/** Shows again what was taken off the list: the models of a folder, and others that lie below a path. */
export function showHidden(store: ModelStore, folderId: string, path: string): void {
  const below = path.endsWith(sep) ? path : `${path}${sep}`
  store.together(() => {
    for (const row of store.list()) {
      const isMeant = row.folderId === folderId || row.path === path || row.path.startsWith(below)
      if (row.hidden && isMeant) store.change(row.id, { hidden: false })
    }
  })
}
