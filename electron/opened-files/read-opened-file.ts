import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { OpenedFile } from '../../main/server/contract/bridge.ts'
import type { Messages } from '../messages.ts'
import { PICTURE_ENDINGS, WEIGHTS_ENDINGS } from './endings.ts'

/** The back end's limit for what it reads settings from. */
const MOST_PICTURE_BYTES = 64 * 1024 * 1024

/**
 * What the page gets of a file or folder that the user opened with Onestroke.
 * @throws {Error} where it is gone, or nothing that Onestroke opens; its message is for the user.
 */
export async function readOpenedFile(path: string, messages: Messages): Promise<OpenedFile> {
  const name = basename(path)
  const ending = extname(path).slice(1).toLowerCase()
  const status = await stat(path).catch(() => null)
  if (status === null) throw new Error(messages.fileGone)
  if (status.isDirectory() || WEIGHTS_ENDINGS.has(ending)) return { kind: 'weights', name, path }
  if (!PICTURE_ENDINGS.has(ending) || !status.isFile()) throw new Error(messages.notOurs)
  if (status.size > MOST_PICTURE_BYTES) throw new Error(messages.tooLarge)
  return { kind: 'picture', name, bytes: new Uint8Array(await readFile(path)) }
}
