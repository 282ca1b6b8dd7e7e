import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LENGTH_BYTES, parseSafetensorsHeader, readHeaderLength } from '../../models/checkpoints/safetensors-header.ts'
import { writeSafetensors } from '../../models/checkpoints/write-safetensors.ts'
import type { OpenedModel } from '../catalog/opened-model.ts'
import { providerSchema } from '../engine/protocol.ts'
import { writeFileAtomically } from '../files/atomic-write.ts'
import type { GenerationRequest, KeptLatent } from './generate.ts'

/** Latents of pictures that are not final: a few dozen kilobytes each. */
export interface KeptLatents {
  /** A picture that a tiny VAE made, by the hash of its latent. */
  readonly drafts: LatentFolder
  /** A latent that could not be decoded, by what it was to become (undecodedName). */
  readonly undecoded: LatentFolder
}

export interface LatentFolder {
  has(name: string): boolean
  /** Null where there is none, or it is damaged. */
  find(name: string): Promise<KeptLatent | null>
  /** Durable when this resolves. Beyond the most that are kept, the oldest go. @throws FileError */
  keep(name: string, latent: KeptLatent): Promise<void>
  remove(name: string): Promise<void>
}

const TENSOR = 'latent'
const MOST_KEPT = 1000
const MILLISECONDS = z.coerce.number().nonnegative()

const metadataSchema = z.object({
  provider: providerSchema,
  loadMs: MILLISECONDS,
  encodeTextMs: MILLISECONDS,
  denoiseMs: MILLISECONDS,
})

function parse(bytes: Uint8Array<ArrayBuffer>): KeptLatent | null {
  const length = readHeaderLength(bytes.subarray(0, LENGTH_BYTES), bytes.length)
  const header = parseSafetensorsHeader(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length), bytes.length)
  const tensor = header.tensors.get(TENSOR)
  if (tensor?.dtype !== 'F32') return null
  const { provider, ...timings } = metadataSchema.parse(Object.fromEntries(header.metadata))
  const values = new Float32Array(bytes.buffer.slice(tensor.offset, tensor.offset + tensor.length))
  return { shape: tensor.shape, values, provider, timings }
}

/** @param folder made when there is something to keep */
function createLatentFolder(folder: string): LatentFolder {
  const pathOf = (name: string) => join(folder, `${name}.safetensors`)

  async function forgetOldest(): Promise<void> {
    const files = readdirSync(folder).map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }))
    const oldest = files.toSorted((a, b) => b.time - a.time).slice(MOST_KEPT)
    await Promise.all(oldest.map(({ name }) => rm(join(folder, name), { force: true })))
  }

  return {
    has: (name) => existsSync(pathOf(name)),
    async find(name) {
      try {
        return parse(new Uint8Array(await readFile(pathOf(name))))
      } catch {
        return null
      }
    },
    async keep(name, { shape, values, provider, timings }) {
      const numbers = Object.entries(timings).map(([key, value]) => [key, String(value)])
      const metadata = { provider, ...(Object.fromEntries(numbers) as Record<string, string>) }
      await mkdir(folder, { recursive: true })
      const bytes = writeSafetensors(new Map([[TENSOR, { shape, values }]]), metadata)
      await writeFileAtomically(pathOf(name), bytes, { replace: true })
      await forgetOldest()
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  }
}

/** @param folder the latents' own */
export function createKeptLatents(folder: string): KeptLatents {
  return {
    drafts: createLatentFolder(join(folder, 'drafts')),
    undecoded: createLatentFolder(join(folder, 'undecoded')),
  }
}

function hashImage(image: GenerationRequest['image']): string | null {
  if (image === null) return null
  const hash = createHash('sha256').update(image.pixels)
  return hash
    .update(image.mask ?? new Uint8Array())
    .update(String(image.strength))
    .digest('hex')
}

/** Names everything that decides a latent, so that whoever asks for it again finds it; what decodes it does not. */
export function undecodedName(
  { request, opened }: { readonly request: GenerationRequest; readonly opened: OpenedModel },
  seed: number,
): string {
  const { prompt, negativePrompt, clipSkip, emphasis, sampling, noiseSource, image, device } = request
  const { unet, textEncoder, textEncoder2 } = opened
  const networks = [unet, textEncoder, textEncoder2].map((network) => [
    network?.key,
    network?.loras.map(({ strength }) => strength),
  ])
  const words = [prompt, negativePrompt, clipSkip, emphasis]
  const parts = [networks, words, sampling, noiseSource, hashImage(image), device, seed]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
