/** Bounds of the log variance. Source: diffusers: models/autoencoders/vae.py DiagonalGaussianDistribution. */
const MIN_LOG_VARIANCE = -30
const MAX_LOG_VARIANCE = 20
/** Pixels per latent along each side. */
const REDUCTION = 8
/** Mask values from here on are repainted. */
const MASK_THRESHOLD = 128

/** 8-bit RGB pixels as the encoder takes them: planes of channels, -1 to 1. */
export function toPlanes(pixels: Uint8Array, height: number, width: number): Float32Array {
  const area = height * width
  const planes = new Float32Array(area * 3)
  for (let position = 0; position < area; position++) {
    for (let channel = 0; channel < 3; channel++) {
      const unit = Math.fround((pixels[position * 3 + channel] as number) / 255)
      planes[channel * area + position] = 2 * unit - 1
    }
  }
  return planes
}

/**
 * Draws a latent from what the encoder returned: mean + exp(log variance / 2) · noise, times the scaling factor.
 * @param moments means, then log variances, each of `noise`'s length
 */
export function sampleLatent(moments: Float32Array, noise: Float32Array, scalingFactor: number): Float32Array {
  const factor = Math.fround(scalingFactor)
  return noise.map((value, index) => {
    const logVariance = moments[noise.length + index] as number
    const bounded = Math.min(Math.max(logVariance, MIN_LOG_VARIANCE), MAX_LOG_VARIANCE)
    const deviation = Math.fround(Math.exp(0.5 * bounded))
    return Math.fround((moments[index] as number) + Math.fround(deviation * value)) * factor
  })
}

/**
 * How many of `steps` are left out at the start: a picture that is kept to a large part needs only the last ones.
 * Source: diffusers: pipeline_stable_diffusion_img2img.py `get_timesteps`.
 * @param strength 0 keeps the picture, 1 keeps nothing
 */
export function skippedSteps(steps: number, strength: number): number {
  return steps - Math.min(Math.trunc(steps * strength), steps)
}

/**
 * A mask at latent size: 1 where the picture is repainted. Every eighth pixel is taken, as nearest-neighbour
 * interpolation does.
 * @param mask one byte per pixel
 */
export function shrinkMask(mask: Uint8Array, height: number, width: number): Float32Array {
  const [rows, columns] = [height / REDUCTION, width / REDUCTION]
  const shrunk = new Float32Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = mask[row * REDUCTION * width + column * REDUCTION] as number
      shrunk[row * columns + column] = value >= MASK_THRESHOLD ? 1 : 0
    }
  }
  return shrunk
}

/**
 * (1 − mask) · kept + mask · repainted. The mask holds one plane and serves all channels of all pictures.
 * Source: diffusers: pipeline_stable_diffusion_inpaint.py, end of the denoising loop.
 */
export function blendMasked(repainted: Float32Array, kept: Float32Array, mask: Float32Array): Float32Array {
  return repainted.map((value, index) => {
    const share = mask[index % mask.length] as number
    return Math.fround((1 - share) * (kept[index] as number)) + Math.fround(share * value)
  })
}
