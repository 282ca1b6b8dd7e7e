const { fround } = Math

function checkSameSize(a: Float32Array, b: Float32Array): void {
  if (a.length !== b.length) throw new RangeError(`tensors of ${a.length} and ${b.length} values cannot be combined`)
}

/**
 * a * weightA + b * weightB, every product rounded to float32 before the sum, as torch's separate operations do.
 * @throws RangeError for tensors of different sizes.
 */
export function weightedSum(a: Float32Array, weightA: number, b: Float32Array, weightB: number): Float32Array {
  checkSameSize(a, b)
  const result = new Float32Array(a.length)
  for (let i = 0; i < result.length; i++) {
    result[i] = fround(weightA * (a[i] as number)) + fround(weightB * (b[i] as number))
  }
  return result
}

/** values / divisor in float32. */
export function divide(values: Float32Array, divisor: number): Float32Array {
  return values.map((value) => value / divisor)
}

/**
 * The value for step `index`.
 * @throws RangeError for a step that the run does not have.
 */
export function valueAt(values: ArrayLike<number>, index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError(`there is no step ${index}`)
  return value
}
