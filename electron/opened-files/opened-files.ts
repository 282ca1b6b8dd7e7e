import type { OpenedFile } from '../../main/server/contract/bridge.ts'

export interface OpenedFiles {
  /** Reads a file and keeps it until the page takes it. */
  readonly open: (path: string) => Promise<void>
  /** Hands out what is there, once. */
  readonly take: () => OpenedFile[]
}

export interface OpenedFilesOptions {
  readonly read: (path: string) => Promise<OpenedFile>
  /** Called when there is something to take. */
  readonly onOpened: () => void
  readonly onProblem: (path: string, message: string) => void
}

/** Files that the user opened with Onestroke, which may be before there is a page to show them. */
export function createOpenedFiles({ read, onOpened, onProblem }: OpenedFilesOptions): OpenedFiles {
  let waiting: OpenedFile[] = []
  return {
    async open(path) {
      try {
        const file = await read(path)
        // Not in one expression: that would add to the list from before the read, which may have been taken meanwhile.
        waiting.push(file)
      } catch (error) {
        onProblem(path, error instanceof Error ? error.message : String(error))
        return
      }
      onOpened()
    },
    take() {
      const taken = waiting
      waiting = []
      return taken
    },
  }
}
