import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'
import type { FolderPurpose, OpenFileKind } from '../../main/server/contract/bridge.ts'
import type { Messages } from '../messages.ts'
import { PICTURE_ENDINGS, WEIGHTS_ENDINGS } from '../opened-files/endings.ts'

/** Asks for a file or folder of weights. */
export async function askForWeights(
  window: BrowserWindow,
  kind: OpenFileKind,
  messages: Messages,
): Promise<string | null> {
  if (kind === 'weights-folder') {
    return askForPath(window, { title: messages.chooseWeightsFolder, properties: ['openDirectory'] })
  }
  return askForPath(window, {
    title: messages.chooseWeights,
    properties: ['openFile'],
    filters: [{ name: messages.weightsFiles, extensions: [...WEIGHTS_ENDINGS] }],
  })
}

/** Asks for a picture. */
export async function askForPicture(window: BrowserWindow, messages: Messages): Promise<string | null> {
  return askForPath(window, {
    title: messages.choosePicture,
    properties: ['openFile'],
    filters: [{ name: messages.pictureFiles, extensions: [...PICTURE_ENDINGS] }],
  })
}

/** Asks for a folder to write to. */
export async function askForFolder(
  window: BrowserWindow,
  purpose: FolderPurpose,
  messages: Messages,
): Promise<string | null> {
  return askForPath(window, {
    title: {
      export: messages.chooseExportFolder,
      pictures: messages.choosePicturesFolder,
      models: messages.chooseModelsFolder,
    }[purpose],
    buttonLabel: messages.select,
    properties: ['openDirectory', 'createDirectory'],
  })
}

async function askForPath(window: BrowserWindow, options: OpenDialogOptions): Promise<string | null> {
  // macOS shows no title: the message is its place for the same words.
  const message = options.title ?? ''
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { ...options, message })
  return canceled ? null : (filePaths[0] ?? null)
}
