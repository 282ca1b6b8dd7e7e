/** How two pictures of the same size differ, over their red, green and blue channels. */
export interface Difference {
  identical: boolean
  /** Mean absolute difference per channel, 0 to 255. */
  mean: number
  /** Largest difference of any channel, 0 to 255. */
  largest: number
  /** Share of pixels that differ at all, 0 to 1. */
  changed: number
}

/**
 * Compares two RGBA buffers; alpha is ignored.
 *
 * @throws RangeError where their lengths differ
 */
export function measureDifference(a: Uint8ClampedArray, b: Uint8ClampedArray): Difference {
  if (a.length !== b.length) throw new RangeError('Only pictures of the same size can be compared.')
  const pixels = a.length / 4
  let sum = 0
  let largest = 0
  let changed = 0
  for (let at = 0; at < a.length; at += 4) {
    const red = Math.abs((a[at] as number) - (b[at] as number))
    const green = Math.abs((a[at + 1] as number) - (b[at + 1] as number))
    const blue = Math.abs((a[at + 2] as number) - (b[at + 2] as number))
    const most = Math.max(red, green, blue)
    sum += red + green + blue
    if (most > 0) changed++
    if (most > largest) largest = most
  }
  return {
    identical: changed === 0,
    mean: pixels === 0 ? 0 : sum / (pixels * 3),
    largest,
    changed: pixels === 0 ? 0 : changed / pixels,
  }
}

/**
 * The difference as a picture: black where equal, brighter the more a channel differs, times `gain`.
 *
 * @throws RangeError where their lengths differ
 */
export function differencePixels(
  a: Uint8ClampedArray,
  b: Uint8ClampedArray,
  gain: number,
): Uint8ClampedArray<ArrayBuffer> {
  if (a.length !== b.length) throw new RangeError('Only pictures of the same size can be compared.')
  return Uint8ClampedArray.from(a, (value, at) => (at % 4 === 3 ? 255 : Math.abs(value - (b[at] as number)) * gain))
}
