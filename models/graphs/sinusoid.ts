const MAX_PERIOD = 10000

export interface SinusoidOptions {
  readonly width: number
  readonly flipSinToCos: boolean
  readonly freqShift: number
}

/**
 * The sinusoidal embedding of a timestep (or of a picture size in SDXL's conditioning): `width` float32 values. The
 * frequencies and arguments are rounded to float32 as the reference's are.
 * Source: diffusers: models/embeddings.py get_timestep_embedding.
 */
export function sinusoid(value: number, options: SinusoidOptions): Float32Array {
  const { width, flipSinToCos, freqShift } = options
  const half = width / 2
  const output = new Float32Array(width)
  const [sineStart, cosineStart] = flipSinToCos ? [half, 0] : [0, half]
  const logPeriod = Math.fround(Math.log(MAX_PERIOD))
  for (let index = 0; index < half; index++) {
    const exponent = Math.fround(Math.fround(-logPeriod * index) / Math.fround(half - freqShift))
    const argument = Math.fround(Math.fround(value) * Math.fround(Math.exp(exponent)))
    output[sineStart + index] = Math.sin(argument)
    output[cosineStart + index] = Math.cos(argument)
  }
  return output
}
