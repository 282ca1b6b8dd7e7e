/** A linear map from latents to colours: per colour, one weight per latent channel and then a constant; 0 to 255. */
export type LatentColors = readonly (readonly number[])[]

/** Channels and resolution levels of the published autoencoders. */
const PUBLISHED_BLOCKS = '128,256,512,512'

/**
 * Colours of the published autoencoders' latents. Sources: for SD 1.x, K. Turner, "Decoding latents to RGB without
 * upscaling", discuss.huggingface.co/t/23204 (there from -1 to 1); for SDXL, T. A. Vass, "Explaining the SDXL latent
 * space", huggingface.co/blog/TimothyAlexisVass.
 */
const PUBLISHED: Readonly<Record<'sd15' | 'sdxl', LatentColors>> = {
  sd15: [
    [0.298, 0.187, -0.158, -0.184, 1],
    [0.207, 0.286, 0.189, -0.271, 1],
    [0.208, 0.173, 0.264, -0.473, 1],
  ].map((row) => row.map((weight) => weight * 127.5)),
  sdxl: [
    [60, -60, 25, -70, 150],
    [60, -5, 15, -50, 140],
    [60, 10, -5, -35, 130],
  ],
}

/** The known colours of a family's latents; null for an autoencoder of another shape. */
export function publishedColors(family: 'sd15' | 'sdxl', blockChannels: readonly number[]): LatentColors | null {
  return blockChannels.join() === PUBLISHED_BLOCKS ? PUBLISHED[family] : null
}

/** Colours by brightness alone: the channels' mean, stretched to the latents' own range. */
export function brightnessColors(latent: Float32Array, channels: number): LatentColors {
  const area = latent.length / channels
  let [low, high] = [Infinity, -Infinity]
  for (let position = 0; position < area; position++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += latent[channel * area + position] as number
    low = Math.min(low, sum)
    high = Math.max(high, sum)
  }
  const weight = high > low ? 255 / (high - low) : 0
  const row = [...Array.from({ length: channels }, () => weight), -low * weight]
  return [row, row, row]
}

/**
 * Latents of one picture [channels, height, width] as RGB pixels, row by row, one per latent.
 * @returns null where a value is not a number
 */
export function paintLatent(latent: Float32Array, colors: LatentColors): Uint8Array<ArrayBuffer> | null {
  const channels = (colors[0]?.length ?? 1) - 1
  const area = latent.length / channels
  const pixels = new Uint8ClampedArray(area * 3)
  for (const [color, weights] of colors.entries()) {
    for (let position = 0; position < area; position++) {
      let value = weights[channels] as number
      for (let channel = 0; channel < channels; channel++) {
        value += (weights[channel] as number) * (latent[channel * area + position] as number)
      }
      if (Number.isNaN(value)) return null
      pixels[position * 3 + color] = value
    }
  }
  return new Uint8Array(pixels.buffer)
}
