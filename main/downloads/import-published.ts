import { publishedBytes } from '../catalog/published/published-files.ts'
import type { MeasureFreeSpace } from '../files/disk-space.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { findPlaced, importPathOf, partPathOf } from './arrived-files.ts'
import { copyHashing } from './copy-hashing.ts'
import { DownloadError } from './download-error.ts'
import type { Run } from './order.ts'
import { removePart } from './part-file.ts'
import { placeFile } from './place-file.ts'
import { requireRoom } from './require-room.ts'

/**
 * Copies a published file from another place of this computer.
 * @returns the path of the copy, which is right
 * @throws DownloadError where it is another file; FileError; the signal's reason
 */
export async function importPublished(from: string, run: Run, measureFreeSpace: MeasureFreeSpace): Promise<string> {
  const { folder, file, signal, report } = run
  const placed = await findPlaced(run)
  if (placed !== null) return placed
  await requireRoom(folder, publishedBytes(file), measureFreeSpace)
  const copy = importPathOf(folder, file)
  const onProgress = (doneBytes: number) =>
    report({ state: 'importing', doneBytes, totalBytes: publishedBytes(file), problem: null })
  const actual = await copyHashing({ from, to: copy, signal, onProgress })
  if (actual !== file.sha256) {
    await removePart(copy)
    const values = { path: from, file: file.fileName, expected: file.sha256, actual }
    throw new DownloadError(sentence('import.wrong-hash', values), 'nothing')
  }
  const path = await placeFile(copy, folder, file.fileName)
  await removePart(partPathOf(folder, file))
  return path
}
