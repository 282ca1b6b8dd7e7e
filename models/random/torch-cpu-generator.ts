import { logFloat32, sineCosineFloat32 } from './float32-functions.ts'
import { createMersenneTwister } from './mersenne-twister.ts'
import type { NoiseSource } from './noise-source.ts'
import { seedWords } from './seed-words.ts'

/** Draws of this many values or more are made in groups of this size, in float32; shorter ones pair by pair, in float64. */
const GROUP_SIZE = 16
const HALF_GROUP = GROUP_SIZE / 2
const TWO_PI_FLOAT32 = Math.fround(2 * Math.PI)

type NextWord = () => number

function fillUniform(values: Float32Array, nextWord: NextWord): void {
  for (let i = 0; i < values.length; i++) values[i] = (nextWord() & 0xff_ffff) / 2 ** 24
}

/** Box-Muller over one group of uniforms, in place: radii from the first half, angles from the second. */
function transformGroup(group: Float32Array): void {
  const { fround, sqrt } = Math
  const sineCosine = new Float32Array(2)
  for (let i = 0; i < HALF_GROUP; i++) {
    const logarithm = logFloat32(fround(1 - (group[i] as number)))
    const radius = fround(sqrt(fround(-2 * logarithm)))
    sineCosineFloat32(fround(TWO_PI_FLOAT32 * (group[i + HALF_GROUP] as number)), sineCosine)
    group[i] = radius * (sineCosine[1] as number)
    group[i + HALF_GROUP] = radius * (sineCosine[0] as number)
  }
}

function drawInGroups(count: number, nextWord: NextWord): Float32Array {
  const values = new Float32Array(count)
  fillUniform(values, nextWord)
  for (let start = 0; start + GROUP_SIZE <= count; start += GROUP_SIZE) {
    transformGroup(values.subarray(start, start + GROUP_SIZE))
  }
  if (count % GROUP_SIZE !== 0) {
    const last = values.subarray(count - GROUP_SIZE)
    fillUniform(last, nextWord)
    transformGroup(last)
  }
  return values
}

function uniform53(nextWord: NextWord): number {
  const high = nextWord() & 0x1f_ffff
  return (high * 2 ** 32 + nextWord()) / 2 ** 53
}

/**
 * The noise of `torch.randn(..., generator=torch.Generator('cpu').manual_seed(seed))`, float32. Only the seed's low 32
 * bits count. Draws of 16 or more values equal those of torch on x86 processors with AVX2 bit for bit.
 * Source: torch, aten/src/ATen/native/cpu/DistributionTemplates.h and ATen/core/DistributionsHelper.h.
 * @throws RangeError for a number that is not a safe integer.
 */
export function createTorchCpuGenerator(seed: number | bigint): NoiseSource {
  const nextWord = createMersenneTwister(seedWords(seed).low)
  // The second value of a pair waits here for the next short draw, however many long ones lie between.
  let spare: number | undefined

  function nextNormal(): number {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    const angle = 2 * Math.PI * uniform53(nextWord)
    const radius = Math.sqrt(-2 * Math.log1p(-uniform53(nextWord)))
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  return {
    randn: (count) => (count < GROUP_SIZE ? new Float32Array(count).map(nextNormal) : drawInGroups(count, nextWord)),
  }
}
