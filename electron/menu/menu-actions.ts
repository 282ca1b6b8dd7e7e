import { app, type BrowserWindow } from 'electron'
import type { BackEndClient } from '../back-end/back-end-client.ts'
import { askForPicture } from '../bridge/dialogs.ts'
import type { Messages } from '../messages.ts'
import type { OpenedFiles } from '../opened-files/opened-files.ts'
import type { MenuOptions } from './menu-template.ts'
import { showFolder } from './show-folder.ts'

export interface MenuActionsOptions {
  readonly client: BackEndClient
  readonly files: OpenedFiles
  readonly window: () => BrowserWindow
  readonly messages: () => Messages
  /** Shows the user a message with its details. */
  readonly tell: (message: string, detail: string) => void
}

/** What the shell itself does for the menu bar. */
export function createMenuActions(
  options: MenuActionsOptions,
): Pick<MenuOptions, 'onOpenPicture' | 'onShowPictures' | 'onAbout'> {
  const { client, files, window, messages, tell } = options

  async function openPicture(): Promise<void> {
    const path = await askForPicture(window(), messages())
    if (path !== null) await files.open(path)
  }

  async function showPictures(): Promise<void> {
    try {
      await showFolder(await client.picturesFolder(), messages())
    } catch (error) {
      tell(messages().cannotShowPictures, error instanceof Error ? error.message : String(error))
    }
  }

  return {
    onOpenPicture: () => void openPicture(),
    onShowPictures: () => void showPictures(),
    // Not Electron's own panel, which stops everything on Linux while it is open.
    onAbout: () => tell(`Onestroke ${app.getVersion()}`, messages().aboutText),
  }
}
