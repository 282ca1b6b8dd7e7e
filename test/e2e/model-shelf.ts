import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest, ManifestFile } from '../../main/catalog/published/manifest-schema.ts'
import {
  CERTIFICATE,
  manifestOf,
  pathOf,
  publishedLora,
  startPublishedServer,
  type PublishedServer,
} from '../fixtures/published-server.ts'
import { put, putCheckpoint, putTinyVae } from '../fixtures/model-files.ts'
import { goldenPath } from '../golden/tiny-models.ts'
import type { StudioProgram } from './studio.ts'

/** A server with published models, and a folder of an artist's own. */
export interface ModelShelf {
  readonly server: PublishedServer
  /** Holds `painter`, the LoRAs `ink wash` (with a trigger word) and `pencil`, and a tiny VAE. */
  readonly folder: string
  readonly program: StudioProgram
  close(): Promise<void>
}

const golden = (name: string) => readFileSync(goldenPath(`${name}.safetensors`))

/** As the catalog has them, but for their contents. */
function published(): Map<ManifestFile, Buffer> {
  const base = golden('sd15-tiny')
  const unified = golden('lora/sd15-hyper-kohya')
  const lcm = golden('lora/sd15-attn-kohya')
  return new Map([
    [
      { ...publishedLora('sd15', base), title: 'Tiny SD 1.5', kind: 'checkpoint', fileName: 'tiny-sd15.safetensors' },
      base,
    ],
    [{ ...publishedLora('hyper-sd15-unified', unified), fileName: 'Hyper-SD15-1step-lora.safetensors' }, unified],
    [{ ...publishedLora('lcm-sd15', lcm), title: 'Test LCM', fileName: 'lcm-lora-sdv1-5.safetensors' }, lcm],
  ])
}

/** A safetensors file with more to say of itself. */
function withMetadata(file: Buffer, metadata: Readonly<Record<string, string>>): Buffer {
  const length = Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString('utf8', 8, 8 + length)) as Record<string, unknown>
  const text = Buffer.from(JSON.stringify({ ...header, __metadata__: metadata }))
  const start = Buffer.alloc(8)
  start.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([start, text, file.subarray(8 + length)])
}

export async function openModelShelf(): Promise<ModelShelf> {
  const files = published()
  const server = await startPublishedServer(new Map([...files].map(([file, content]) => [pathOf(file), content])))
  const manifest: Manifest = {
    ...manifestOf(server.base, [...files.keys()]),
    bundles: [
      {
        id: 'sd15-hyper-sd',
        title: 'SD 1.5 + Hyper-SD',
        description: 'bundle.sd15-hyper-sd',
        family: 'sd15',
        fileIds: ['sd15', 'hyper-sd15-unified'],
      },
    ],
  }
  const root = mkdtempSync(join(tmpdir(), 'onestroke-shelf-'))
  const catalog = join(root, 'catalog.json')
  writeFileSync(catalog, JSON.stringify({ manifest, ca: CERTIFICATE }))
  const folder = join(root, 'mine')
  putCheckpoint(join(folder, 'painter.safetensors'))
  const words = { ss_tag_frequency: JSON.stringify({ pictures: { 'ink wash': 12, 'rice paper': 3 } }) }
  put(join(folder, 'loras', 'ink wash.safetensors'), withMetadata(golden('lora/sd15-kohya-f16'), words))
  put(join(folder, 'loras', 'pencil.safetensors'), golden('lora/sd15-peft'))
  putTinyVae(join(folder, 'vae', 'taesd_decoder.safetensors'))
  return {
    server,
    folder,
    program: {
      script: join(import.meta.dirname, 'serve-with-catalog.ts'),
      environment: { ONESTROKE_TEST_CATALOG: catalog },
    },
    async close() {
      await server.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
