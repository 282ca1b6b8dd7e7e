import { totalmem } from 'node:os'

/** Part of the machine's memory that loaded networks may take; the rest is for everything else that runs. */
const SHARE = 0.6

/** Bytes of weights that the engine may hold at once. Containers' limits count as the machine's memory. */
export function availableMemory(): number {
  const limit = process.constrainedMemory()
  return Math.floor(Math.min(totalmem(), limit > 0 ? limit : Infinity) * SHARE)
}
