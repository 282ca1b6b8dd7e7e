import type { NoiseSource } from '../random/noise-source.ts'

/**
 * How the pictures of a batch share generators. The reference draws the noise of several pictures of one seed as one
 * tensor; pictures with seeds of their own draw one tensor each, and so do not depend on the batch they are made in.
 */
export interface NoiseGroup {
  readonly source: NoiseSource
  /** Pictures whose noise is drawn from `source` as one tensor. */
  readonly pictures: number
}

/** One draw for a whole batch, picture after picture. */
export function drawBatchNoise(groups: readonly NoiseGroup[], valuesPerPicture: number): Float32Array {
  const pictures = groups.reduce((sum, group) => sum + group.pictures, 0)
  const noise = new Float32Array(pictures * valuesPerPicture)
  let position = 0
  for (const group of groups) {
    const count = group.pictures * valuesPerPicture
    noise.set(group.source.randn(count), position)
    position += count
  }
  return noise
}
