import { describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../main/catalog/open-checkpoint.ts'
import { buildTinyVaeDecoder, buildTinyVaeEncoder } from '../../models/graphs/tiny-vae.ts'
import { readGoldenTensors } from './reference.ts'
import { largestDifference, runGraph, tensorOf } from './run-graph.ts'
import { goldenPath } from './tiny-models.ts'

const TOLERANCE = 1e-4

const FILES = ['taesd-tiny/diffusion_pytorch_model.safetensors', 'taesd_decoder-tiny.safetensors']

describe('TAESD', () => {
  const tensors = readGoldenTensors('control-ref.safetensors')
  const latent = tensorOf(tensors, 'taesd.latents')
  const [batch = 0, , height = 0, width = 0] = latent.shape

  it.each(FILES)('decodes like the reference from %s', async (file) => {
    const tinyVae = openCheckpoint(goldenPath(file)).checkpoint.components.tinyVae
    if (tinyVae === undefined) throw new Error('no TAESD found')
    const { image } = await runGraph(buildTinyVaeDecoder({ ...tinyVae, batch, height, width }), { latent })
    expect(largestDifference(image ?? [], tensorOf(tensors, 'taesd.decoded').values)).toBeLessThan(TOLERANCE)
  })

  it('encodes like the reference', async () => {
    const tinyVae = openCheckpoint(goldenPath(FILES[0] as string)).checkpoint.components.tinyVae
    if (tinyVae === undefined) throw new Error('no TAESD found')
    const image = tensorOf(tensors, 'taesd.image')
    const encoded = await runGraph(buildTinyVaeEncoder({ ...tinyVae, batch, height, width }), { image })
    expect(largestDifference(encoded['latent'] ?? [], tensorOf(tensors, 'taesd.encoded').values)).toBeLessThan(
      TOLERANCE,
    )
  })
})
