/** A seeded stream of standard normal values, drawn tensor by tensor. */
export interface NoiseSource {
  /** The next tensor of `count` values. What it returns depends on the seed and on all draws before. */
  randn(count: number): Float32Array
}
