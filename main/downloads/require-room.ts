import { sentence } from '../../models/sentences/catalogue.ts'
import type { MeasureFreeSpace } from '../files/disk-space.ts'
import { DownloadError } from './download-error.ts'

/** Left for everything else on the drive. */
const MARGIN_BYTES = 256e6

/** What is to come does not fit on the drive. */
export class NoRoomError extends DownloadError {}

/**
 * Looks whether a folder's drive takes so many bytes more.
 * @throws NoRoomError with both figures; where the drive does not tell, it is let through
 */
export async function requireRoom(folder: string, bytes: number, measure: MeasureFreeSpace): Promise<void> {
  const free = await measure(folder)
  const need = bytes + MARGIN_BYTES
  if (free === null || free >= need) return
  throw new NoRoomError(sentence('download.no-room', { folder, need, free }), 'nothing')
}
