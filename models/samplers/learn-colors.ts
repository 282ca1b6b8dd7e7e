import type { LatentColors } from './latent-colors.ts'

/** A picture and the latents it was decoded from. */
export interface DecodedExample {
  /** [channels, height, width] */
  readonly latent: Float32Array
  readonly height: number
  readonly width: number
  /** RGB, row by row, `scale` pixels per latent along each side. */
  readonly pixels: Uint8Array
  readonly scale: number
}

/** Learns from decoded pictures which colours an autoencoder's latents stand for. */
export interface ColorLearner {
  add(example: DecodedExample): void
  /** The colours that fit all pictures so far best; null before the first. */
  colors(): LatentColors | null
}

const COLORS = 3
/** Keeps weights small where pictures say nothing of a channel, relative to the channels' mean square. */
const RIDGE = 1e-3

/** Mean of one colour over the pixels that one latent became. */
function meanColor({ pixels, width, scale }: DecodedExample, position: number, color: number): number {
  const [row, column] = [Math.floor(position / width), position % width]
  let sum = 0
  for (let y = row * scale; y < (row + 1) * scale; y++) {
    const start = (y * width + column) * scale
    for (let pixel = start; pixel < start + scale; pixel++) sum += pixels[pixel * COLORS + color] as number
  }
  return sum / scale ** 2
}

/** Solves a positive definite system by elimination; each row is an equation, its right-hand sides at the end. */
function solve(equations: readonly (readonly number[])[]): number[][] {
  const rows = equations.map((row) => [...row])
  for (let index = 0; index < rows.length; index++) {
    const pivotRow = rows[index] ?? []
    const pivot = pivotRow[index] ?? 1
    const scaled = pivotRow.map((value) => value / pivot)
    rows[index] = scaled
    for (const [other, row] of rows.entries()) {
      const factor = row[index] ?? 0
      if (other !== index) rows[other] = row.map((value, column) => value - factor * (scaled[column] ?? 0))
    }
  }
  return rows.map((row) => row.slice(rows.length))
}

/** A least-squares fit over all pictures added, by its normal equations. */
export function createColorLearner(channels: number): ColorLearner {
  const terms = channels + 1
  const columns = terms + COLORS
  const sums = new Float64Array(terms * columns)
  let count = 0

  const addValues = (values: Float64Array) => {
    for (let term = 0; term < terms; term++) {
      for (let column = 0; column < columns; column++) {
        const at = term * columns + column
        sums[at] = (sums[at] as number) + (values[term] as number) * (values[column] as number)
      }
    }
  }

  return {
    add(example) {
      const area = example.height * example.width
      const values = new Float64Array(columns).fill(1)
      for (let position = 0; position < area; position++) {
        for (let channel = 0; channel < channels; channel++) {
          values[channel] = example.latent[channel * area + position] as number
        }
        for (let color = 0; color < COLORS; color++) values[terms + color] = meanColor(example, position, color)
        addValues(values)
      }
      count += area
    },
    colors() {
      if (count === 0) return null
      const equations = Array.from({ length: terms }, (_, term) => [
        ...sums.subarray(term * columns, (term + 1) * columns),
      ])
      const square = equations.reduce((sum, row, term) => sum + (term < channels ? (row[term] ?? 0) : 0), 0) / channels
      for (const [term, row] of equations.entries()) {
        // The constant is not held back, nor does a system of zeros become singular.
        if (term < channels) row[term] = (row[term] ?? 0) + RIDGE * square + Number.EPSILON
      }
      const solution = solve(equations)
      return Array.from({ length: COLORS }, (_, color) => solution.map((row) => row[color] ?? 0))
    },
  }
}
