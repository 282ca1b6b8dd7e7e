import { mkdir, stat } from 'node:fs/promises'
import { shell } from 'electron'
import type { Messages } from '../messages.ts'
import { isStartedWhenOpened } from '../security/started-when-opened.ts'

/**
 * Shows a folder in the system's file manager, and makes it where it is missing.
 * @throws {Error} where that is not possible; its message is for the user.
 */
export async function showFolder(path: string, messages: Messages): Promise<void> {
  await mkdir(path, { recursive: true }).catch(() => undefined)
  const isFolder = await stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new Error(messages.folderGone(path))
  if (isStartedWhenOpened(path, process.platform)) return shell.showItemInFolder(path)
  const problem = await shell.openPath(path)
  if (problem !== '') throw new Error(problem)
}
