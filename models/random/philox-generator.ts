import type { NoiseSource } from './noise-source.ts'
import { philox4x32 } from './philox.ts'
import { seedWords } from './seed-words.ts'

const UNIFORM_STEP = 2 ** -32
// The source keeps this constant in float32 but multiplies by it in float64.
const ANGLE_STEP = Math.fround(UNIFORM_STEP * 2 * Math.PI)

/** The sine half of Box-Muller from two random words, in float64. */
function normalFromWords(radiusWord: number, angleWord: number): number {
  const uniform = radiusWord * UNIFORM_STEP + UNIFORM_STEP / 2
  const angle = angleWord * ANGLE_STEP + ANGLE_STEP / 2
  return Math.sqrt(-2 * Math.log(uniform)) * Math.sin(angle)
}

/**
 * The noise of torch's CUDA generator, which NVIDIA users' seeds refer to: Philox4x32-10 with one counter per draw and
 * element. Source: AUTOMATIC1111's stable-diffusion-webui, modules/rng_philox.py.
 * @throws RangeError for a number that is not a safe integer.
 */
export function createPhiloxGenerator(seed: number | bigint): NoiseSource {
  const { low, high } = seedWords(seed)
  let draw = 0
  return {
    randn(count) {
      const values = new Float32Array(count)
      const block = new Uint32Array(4)
      for (let i = 0; i < count; i++) {
        block[0] = draw
        block[1] = 0
        block[2] = i
        block[3] = 0
        philox4x32(block, low, high)
        values[i] = normalFromWords(block[0], block[1])
      }
      draw += 1
      return values
    },
  }
}
