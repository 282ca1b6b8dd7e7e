/** What the decision whether to decode in tiles rests on. */
export interface TilingFacts {
  /** Of the picture, in pixels. */
  readonly width: number
  readonly height: number
  /** What decoding the whole picture at once works with, beside the weights. */
  readonly decoderWorkingBytes: number
  /** What is left for that. */
  readonly availableBytes: number
}

/** Side of a tile in pixels: SD 1.5's own size, which every machine that runs a model can decode. */
export const TILE_PIXELS = 512

/**
 * Whether a picture is decoded in tiles. `auto`: where decoding it whole does not fit. A picture no larger than one
 * tile is never cut.
 */
export function decideTiling(choice: 'auto' | 'on' | 'off', facts: TilingFacts): boolean {
  if (choice === 'off' || Math.max(facts.width, facts.height) <= TILE_PIXELS) return false
  return choice === 'on' || facts.decoderWorkingBytes > facts.availableBytes
}
