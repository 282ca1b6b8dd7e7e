// Logarithm, sine and cosine rounded exactly as torch's AVX2 kernels round them: the single-precision polynomials of
// Moshier's Cephes library with every product that feeds a sum fused (torch: aten/src/ATen/native/cpu/avx_mathfun.h, as
// its release builds compile it). torch's scalar kernels, which run without AVX2, give other last bits in 4 values of 10.
const { fround, sqrt, trunc } = Math

const floatView = new Float32Array(1)
const bitView = new Int32Array(floatView.buffer)

/** a * b + c with a single rounding to float32. The product of two float32 numbers is exact in float64. */
function multiplyAdd(a: number, b: number, c: number): number {
  return fround(a * b + c)
}

/** Value of the polynomial with these coefficients, highest power first. */
function polynomial(coefficients: Float32Array, x: number): number {
  let sum = coefficients[0] as number
  for (let i = 1; i < coefficients.length; i++) sum = multiplyAdd(sum, x, coefficients[i] as number)
  return sum
}

const LOG_COEFFICIENTS = Float32Array.of(
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
)
const SQRT_HALF = fround(sqrt(0.5))
// ln 2 = LN2_HIGH + LN2_LOW, where LN2_HIGH times any exponent is exact.
const LN2_HIGH = 0.693359375
const LN2_LOW = fround(-2.1219444e-4)

/** Natural logarithm of a positive, normal float32 number, in float32. */
export function logFloat32(x: number): number {
  floatView[0] = x
  const bits = bitView[0] as number
  let exponent = (bits >>> 23) - 126
  bitView[0] = (bits & 0x007f_ffff) | 0x3f00_0000
  const mantissa = floatView[0]
  let f = fround(mantissa - 1)
  if (mantissa < SQRT_HALF) {
    exponent -= 1
    f = fround(f + mantissa)
  }
  const square = fround(f * f)
  const tail = fround(polynomial(LOG_COEFFICIENTS, f) * f)
  const correction = multiplyAdd(tail, square, fround(exponent * LN2_LOW))
  const sum = fround(f + multiplyAdd(square, -0.5, correction))
  return multiplyAdd(exponent, LN2_HIGH, sum)
}

const SINE_COEFFICIENTS = Float32Array.of(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1)
const COSINE_COEFFICIENTS = Float32Array.of(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2)
const FOUR_OVER_PI = fround(4 / Math.PI)
// pi / 4 in three parts, the first two short enough for exact products (Cody and Waite).
const QUARTER_PI_HIGH = 0.78515625
const QUARTER_PI_MIDDLE = 2.4187564849853515625e-4
const QUARTER_PI_LOW = fround(3.774894977445941e-8)

/** Writes sine and cosine of a non-negative float32 angle below 8192 radians to `result[0]` and `result[1]`. */
export function sineCosineFloat32(angle: number, result: Float32Array): void {
  const octant = (trunc(fround(angle * FOUR_OVER_PI)) + 1) & ~1
  const high = multiplyAdd(octant, -QUARTER_PI_HIGH, angle)
  const x = multiplyAdd(octant, -QUARTER_PI_LOW, multiplyAdd(octant, -QUARTER_PI_MIDDLE, high))
  const square = fround(x * x)
  const cosineTail = fround(polynomial(COSINE_COEFFICIENTS, square) * square)
  const cosine = fround(1 + fround(cosineTail * square - fround(square * 0.5)))
  const sine = multiplyAdd(fround(polynomial(SINE_COEFFICIENTS, square) * square), x, x)
  const swapped = (octant & 2) !== 0
  const sineSign = (octant & 4) === 0 ? 1 : -1
  const cosineSign = swapped ? -sineSign : sineSign
  result[0] = sineSign * (swapped ? cosine : sine)
  result[1] = cosineSign * (swapped ? sine : cosine)
}
