import { desktopBridge } from '../api/shell.ts'
import { offerSettings } from './offer-settings.ts'
import type { Studio } from './studio.svelte.ts'

type Receiving = Pick<Studio, 'client' | 'dialogs' | 'draft' | 'modelFolders' | 'models' | 'toasts' | 't'>

/** A file or folder that was dropped on the window. */
export interface Dropped {
  readonly file: File
  readonly isFolder: boolean
}

/** What a drop brings, to be read while its event lasts. */
export function readDrop(transfer: DataTransfer | null): Dropped[] {
  return [...(transfer?.items ?? [])].flatMap((item) => {
    const file = item.getAsFile()
    return file === null ? [] : [{ file, isFolder: item.webkitGetAsEntry()?.isDirectory === true }]
  })
}

async function addFolder({ dialogs, modelFolders, toasts, t }: Receiving, path: string): Promise<void> {
  await modelFolders.add(path)
  toasts.show(t.shell.droppedFolder(path))
  dialogs.open({ kind: 'models', section: 'here' })
}

async function addFile({ draft, models, toasts, t }: Receiving, path: string): Promise<void> {
  const added = await models.add(path)
  for (const { name } of added) toasts.show(t.dialogs.addModel.added(name))
  if (added.length === 0) toasts.show(t.dialogs.addModel.alreadyThere)
  const checkpoint = added.find(({ kind }) => kind === 'checkpoint')
  if (checkpoint !== undefined) draft.chooseModel(checkpoint.id)
}

/** Uses weights where they lie; a web page does not learn where that is. */
async function takeWeights(studio: Receiving, { file, isFolder }: Dropped): Promise<void> {
  const { dialogs, toasts, t } = studio
  const path = desktopBridge()?.pathOf(file) ?? ''
  if (path === '') {
    const run = () => {
      dialogs.open({ kind: 'models', section: 'here' })
    }
    const text = isFolder ? t.shell.dropFolder(file.name) : t.shell.dropWeights(file.name)
    toasts.show(text, { action: { label: t.shell.addByPlace, run } })
    return
  }
  try {
    await (isFolder ? addFolder(studio, path) : addFile(studio, path))
  } catch (error) {
    toasts.showError(error)
  }
}

/** Takes what was dropped on the window: weights and folders of them, or a picture whose settings are offered. */
export async function takeDropped(studio: Receiving, dropped: readonly Dropped[]): Promise<void> {
  const weights = dropped.filter(({ file, isFolder }) => isFolder || /\.safetensors$/i.test(file.name))
  for (const one of weights) await takeWeights(studio, one)
  const [picture, ...others] = dropped.filter((one) => !weights.includes(one))
  if (picture === undefined) return
  if (others.length > 0) studio.toasts.show(studio.t.shell.dropOne)
  await offerSettings(studio, picture.file)
}
