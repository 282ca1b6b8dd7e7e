import { describe, expect, it } from 'vitest'
import { openModel } from '../../main/catalog/open-model.ts'
import { buildVaeDecoder } from '../../models/graphs/vae-decoder.ts'
import { unscaleLatents } from '../../models/samplers/latent-image.ts'
import { cutLatents, joinTiles, tilePlaces, type DecodedTile } from '../../models/samplers/tiled-decode.ts'
import { readGoldenTensors } from './reference.ts'
import { largestDifference, runGraph, tensorOf } from './run-graph.ts'
import { goldenPath } from './tiny-models.ts'

const TOLERANCE = 1e-4
const TILING = { tile: 8, overlap: 0.25 }
const SCALE = 8

describe('decoding in tiles', () => {
  it('gives what diffusers does', async () => {
    const tensors = readGoldenTensors('vae-tiled-ref.safetensors')
    const latent = tensorOf(tensors, 'latent')
    const [, , height = 0, width = 0] = latent.shape
    const { decoder } = openModel({ path: goldenPath('sd15-tiny.safetensors'), vae: null, loras: [] })
    if (decoder.kind !== 'full') throw new Error('the tiny model has a full VAE')
    const { config, weights } = decoder.component
    const values = unscaleLatents(Float32Array.from(latent.values), config.scalingFactor)
    const rows: DecodedTile[][] = []
    for (const places of tilePlaces(height, width, TILING)) {
      const row: DecodedTile[] = []
      for (const place of places) {
        const size = { height: place.height, width: place.width }
        const cut = cutLatents(values, { height, width }, place)
        const { image = new Float32Array() } = await runGraph(buildVaeDecoder({ config, weights, batch: 1, ...size }), {
          latent: { shape: [1, 4, size.height, size.width], values: cut },
        })
        row.push({ planes: image, height: size.height * SCALE, width: size.width * SCALE })
      }
      rows.push(row)
    }
    const joined = joinTiles(rows, TILING, SCALE)
    expect([joined.height, joined.width]).toEqual([height * SCALE, width * SCALE])
    expect(largestDifference(joined.planes, tensorOf(tensors, 'tiled').values)).toBeLessThan(TOLERANCE)
  })
})

describe('tilePlaces', () => {
  it('cuts a picture of 1024 as diffusers does, and leaves no latent out', () => {
    const rows = tilePlaces(128, 128, { tile: 64, overlap: 0.25 })
    expect(rows.map(([first]) => [first?.top, first?.height])).toEqual([
      [0, 64],
      [48, 64],
      [96, 32],
    ])
  })
})
