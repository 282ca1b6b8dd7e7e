const ROUNDS = 10
const MULTIPLIER_A = 0xd251_1f53
const MULTIPLIER_B = 0xcd9e_8d57
const KEY_STEP_A = 0x9e37_79b9
const KEY_STEP_B = 0xbb67_ae85

/** Upper 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const cross = aHigh * bLow + ((aLow * bLow) >>> 16)
  const otherCross = aLow * bHigh + (cross & 0xffff)
  return aHigh * bHigh + (cross >>> 16) + (otherCross >>> 16)
}

/**
 * Philox4x32-10: replaces the counter in `block` (four words) by its random words under the two-word key.
 * Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
export function philox4x32(block: Uint32Array, keyLow: number, keyHigh: number): void {
  let [c0, c1, c2, c3] = block as unknown as [number, number, number, number]
  for (let round = 0; round < ROUNDS; round++) {
    const highA = multiplyHigh(MULTIPLIER_A, c0)
    const highB = multiplyHigh(MULTIPLIER_B, c2)
    const lowA = Math.imul(MULTIPLIER_A, c0) >>> 0
    const lowB = Math.imul(MULTIPLIER_B, c2) >>> 0
    c0 = (highB ^ c1 ^ (keyLow + Math.imul(round, KEY_STEP_A))) >>> 0
    c1 = lowB
    c2 = (highA ^ c3 ^ (keyHigh + Math.imul(round, KEY_STEP_B))) >>> 0
    c3 = lowA
  }
  block[0] = c0
  block[1] = c1
  block[2] = c2
  block[3] = c3
}
