/** How a picture is cut for decoding. Sides in latents. */
export interface Tiling {
  /** Side of a tile. */
  readonly tile: number
  /** Of a tile, how much lies over its neighbour. */
  readonly overlap: number
}

/** diffusers' defaults for a model of 512 pixels: AutoencoderKL `tile_latent_min_size` and `tile_overlap_factor`. */
export const DEFAULT_TILING: Tiling = { tile: 64, overlap: 0.25 }

/** A tile's place in the latents. */
export interface TilePlace {
  readonly top: number
  readonly left: number
  readonly height: number
  readonly width: number
}

/** A decoded tile: planes [channels, height, width] in pixels. */
export interface DecodedTile {
  readonly planes: Float32Array
  readonly height: number
  readonly width: number
}

const CHANNELS = 3

/** Latents from the start of one tile to the start of the next. */
function strideOf({ tile, overlap }: Tiling): number {
  return Math.floor(tile * (1 - overlap))
}

/** Rows of tiles. Those at the right and at the bottom are as small as what is left. */
export function tilePlaces(height: number, width: number, tiling: Tiling): TilePlace[][] {
  const stride = strideOf(tiling)
  const starts = (length: number) => Array.from({ length: Math.ceil(length / stride) }, (_, index) => index * stride)
  return starts(height).map((top) =>
    starts(width).map((left) => ({
      top,
      left,
      height: Math.min(tiling.tile, height - top),
      width: Math.min(tiling.tile, width - left),
    })),
  )
}

/** A part of latents [channels, height, width]. */
export function cutLatents(
  latents: Float32Array,
  { height, width }: { readonly height: number; readonly width: number },
  place: TilePlace,
): Float32Array {
  const channels = latents.length / (height * width)
  const cut = new Float32Array(channels * place.height * place.width)
  for (let row = 0; row < channels * place.height; row++) {
    const channel = Math.floor(row / place.height)
    const from = (channel * height + place.top + (row % place.height)) * width + place.left
    cut.set(latents.subarray(from, from + place.width), row * place.width)
  }
  return cut
}

function mix(first: number, second: number, position: number, extent: number): number {
  const share = Math.fround(position / extent)
  return Math.fround(Math.fround(first * Math.fround(1 - position / extent)) + Math.fround(second * share))
}

/** Lets a tile begin as the one above it ends. Changes `tile`. */
function blendDown(above: DecodedTile, tile: DecodedTile, most: number): void {
  const extent = Math.min(above.height, tile.height, most)
  for (let channel = 0; channel < CHANNELS; channel++) {
    for (let y = 0; y < extent; y++) {
      const from = (channel * above.height + above.height - extent + y) * above.width
      const to = (channel * tile.height + y) * tile.width
      for (let x = 0; x < tile.width; x++) {
        tile.planes[to + x] = mix(above.planes[from + x] as number, tile.planes[to + x] as number, y, extent)
      }
    }
  }
}

/** Lets a tile begin as the one to its left ends. Changes `tile`. */
function blendRight(before: DecodedTile, tile: DecodedTile, most: number): void {
  const extent = Math.min(before.width, tile.width, most)
  for (let row = 0; row < CHANNELS * tile.height; row++) {
    const from = row * before.width + before.width - extent
    const to = row * tile.width
    for (let x = 0; x < extent; x++) {
      tile.planes[to + x] = mix(before.planes[from + x] as number, tile.planes[to + x] as number, x, extent)
    }
  }
}

/**
 * Joins decoded tiles to one picture, each blended into its upper and left neighbours, which are blended already.
 * Source: diffusers: models/autoencoders/autoencoder_kl.py `tiled_decode`, `blend_v`, `blend_h`.
 * @param rows as tilePlaces() gave them; changed
 * @param scale pixels per latent
 * @returns planes [3, height, width]
 */
export function joinTiles(
  rows: readonly (readonly DecodedTile[])[],
  tiling: Tiling,
  scale: number,
): { readonly planes: Float32Array; readonly height: number; readonly width: number } {
  const stride = strideOf(tiling) * scale
  const blended = Math.floor(tiling.tile * scale * tiling.overlap)
  const ends = (tiles: readonly number[]) => (tiles.length - 1) * stride + Math.min(stride, tiles.at(-1) ?? 0)
  const height = ends(rows.map(([first]) => first?.height ?? 0))
  const width = ends((rows[0] ?? []).map((tile) => tile.width))
  const planes = new Float32Array(CHANNELS * height * width)
  rows.forEach((row, rowIndex) => {
    row.forEach((tile, column) => {
      const [above, before] = [rows[rowIndex - 1]?.[column], row[column - 1]]
      if (above !== undefined) blendDown(above, tile, blended)
      if (before !== undefined) blendRight(before, tile, blended)
    })
  })
  rows.forEach((row, rowIndex) => {
    row.forEach((tile, column) => {
      const kept = Math.min(tile.width, stride)
      for (let channel = 0; channel < CHANNELS; channel++) {
        for (let y = 0; y < Math.min(tile.height, stride); y++) {
          const from = (channel * tile.height + y) * tile.width
          const to = (channel * height + rowIndex * stride + y) * width + column * stride
          planes.set(tile.planes.subarray(from, from + kept), to)
        }
      }
    })
  })
  return { planes, height, width }
}
