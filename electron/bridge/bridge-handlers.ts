import type { BrowserWindow } from 'electron'
import type { BackEndClient } from '../back-end/back-end-client.ts'
import type { Messages } from '../messages.ts'
import type { OpenedFiles } from '../opened-files/opened-files.ts'
import { askForFolder, askForWeights } from './dialogs.ts'
import { dragPictures, revealPicture } from './picture-files.ts'
import type { BridgeHandlers } from './register-bridge.ts'

export interface BridgeHandlersOptions {
  readonly client: BackEndClient
  readonly files: OpenedFiles
  /** The window that dialogs belong to. */
  readonly window: () => BrowserWindow
  readonly messages: () => Messages
}

/** What the main process does for the page. */
export function createBridgeHandlers({ client, files, window, messages }: BridgeHandlersOptions): BridgeHandlers {
  return {
    questions: {
      openFile: (kind) => askForWeights(window(), kind, messages()),
      openFolder: (purpose) => askForFolder(window(), purpose, messages()),
      async reveal(imageId) {
        await revealPicture(client, imageId, messages())
        return null
      },
      takeOpenedFiles: () => Promise.resolve(files.take()),
    },
    drag: (imageIds, contents) => dragPictures(client, imageIds, contents),
  }
}
