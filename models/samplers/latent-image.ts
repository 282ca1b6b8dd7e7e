/**
 * Latents as the decoder takes them: divided by the autoencoder's scaling factor.
 * Source: diffusers: pipelines/stable_diffusion/pipeline_stable_diffusion.py, before `vae.decode`.
 */
export function unscaleLatents(latents: Float32Array, scalingFactor: number): Float32Array {
  if (scalingFactor === 1) return latents
  const factor = Math.fround(scalingFactor)
  return latents.map((value) => value / factor)
}

/**
 * Decoded values (-1 to 1, planes of channels) as 8-bit RGB pixels, row by row. Halves round to even, as NumPy's do.
 * Source: diffusers: image_processor.py VaeImageProcessor.postprocess.
 * @param planes one picture, [3, height, width]
 * @returns null where a value is not a number: the network overflowed and there is no picture.
 */
export function toPixels(planes: Float32Array, height: number, width: number): Uint8Array<ArrayBuffer> | null {
  const area = height * width
  // A clamped array rounds halves to even.
  const pixels = new Uint8ClampedArray(area * 3)
  for (let channel = 0; channel < 3; channel++) {
    for (let position = 0; position < area; position++) {
      const value = planes[channel * area + position] as number
      if (Number.isNaN(value)) return null
      const unit = Math.min(Math.max(Math.fround(Math.fround(value / 2) + 0.5), 0), 1)
      pixels[position * 3 + channel] = Math.fround(unit * 255)
    }
  }
  return new Uint8Array(pixels.buffer)
}
