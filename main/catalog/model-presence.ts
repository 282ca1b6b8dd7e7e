import { existsSync } from 'node:fs'
import { access } from 'node:fs/promises'
import type { InstalledModel } from '../library/library.ts'

/** Which models' files are there, in memory: the list is asked for often, and a sleeping drive answers slowly. */
export interface ModelPresence {
  readonly isPresent: (model: InstalledModel) => boolean
  /** Tells that a watched folder is there, or is not. */
  setFolder(folderId: string, present: boolean): void
  /** Looks for models that were added by themselves. @returns whether any came or went */
  look(models: readonly InstalledModel[]): Promise<boolean>
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

export function createModelPresence(): ModelPresence {
  const files = new Map<string, boolean>()
  const folders = new Map<string, boolean>()
  return {
    isPresent: ({ path, folderId, missing }) => {
      if (folderId !== null) return !missing && (folders.get(folderId) ?? true)
      const known = files.get(path) ?? existsSync(path)
      files.set(path, known)
      return known
    },
    setFolder: (folderId, present) => void folders.set(folderId, present),
    async look(models) {
      const alone = models.filter(({ folderId }) => folderId === null)
      let changed = false
      for (const { path } of alone) {
        const before = files.get(path)
        const now = await isThere(path)
        files.set(path, now)
        changed ||= before !== undefined && before !== now
      }
      const paths = new Set(alone.map(({ path }) => path))
      for (const path of files.keys()) if (!paths.has(path)) files.delete(path)
      return changed
    },
  }
}
