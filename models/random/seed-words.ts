/** A seed as the two 32-bit words that generators are keyed with. */
export interface SeedWords {
  readonly low: number
  readonly high: number
}

/**
 * Splits a seed into 32-bit words. Negative seeds wrap to 64 bits, as torch's do.
 * @throws RangeError for a number that is not a safe integer; larger seeds must come as bigint.
 */
export function seedWords(seed: number | bigint): SeedWords {
  if (typeof seed === 'number' && !Number.isSafeInteger(seed))
    throw new RangeError(`${seed} is not a whole-number seed`)
  const bits = BigInt.asUintN(64, BigInt(seed))
  return { low: Number(bits & 0xffff_ffffn), high: Number(bits >> 32n) }
}
