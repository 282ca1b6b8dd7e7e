import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { nativeImage, shell, type WebContents } from 'electron'
import type { BackEndClient } from '../back-end/back-end-client.ts'
import type { Messages } from '../messages.ts'

const DRAG_IMAGE_HEIGHT = 96

/**
 * Shows a picture's file in the system's file manager.
 * @throws {Error} where it is missing; the message is for the user.
 */
export async function revealPicture(client: BackEndClient, imageId: string, messages: Messages): Promise<void> {
  const path = await client.imagePath(imageId).catch(() => null)
  if (path === null) throw new Error(messages.pictureUnknown)
  if (!existsSync(path)) throw new Error(messages.pictureGone(basename(path)))
  shell.showItemInFolder(path)
}

/** Lets the pointer carry pictures' files, those that are there. */
export async function dragPictures(
  client: BackEndClient,
  imageIds: readonly string[],
  contents: WebContents,
): Promise<void> {
  const paths = await Promise.all(imageIds.map((imageId) => client.imagePath(imageId)))
  const [file, ...others] = paths.filter((path) => existsSync(path))
  if (file === undefined) return
  const icon = nativeImage.createFromPath(file).resize({ height: DRAG_IMAGE_HEIGHT })
  contents.startDrag({ file, files: [file, ...others], icon })
}
