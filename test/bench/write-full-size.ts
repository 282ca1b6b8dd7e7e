// Writes checkpoints and Hyper-SD LoRAs of the published models' exact layout and size, with deterministic random weights:
//   node test/bench/write-full-size.ts sd15|sdxl FOLDER [--sparse]
// and, beside them, a tiny autoencoder of TAESD's layout.
// Pictures made with them are noise, but loading, memory and speed are those of the real files. With --sparse the files
// have their full size and no content: enough for `onestroke inspect`.
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readGoldenJson } from '../golden/reference.ts'

type Shapes = Readonly<Record<string, readonly number[]>>
type Dtype = 'F16' | 'F32'

interface Layouts {
  readonly ldm: Shapes
  readonly diffusers: Shapes
  /** Of a LoRA. */
  readonly keys: Shapes
}

const NETWORKS = {
  sd15: ['unet', 'vae', 'text_encoder'],
  sdxl: ['unet', 'vae', 'text_encoder', 'text_encoder_2'],
} as const
type Family = keyof typeof NETWORKS

const BYTES = { F16: 2, F32: 4 } as const
const LORA_ALPHA = 8
/** Keeps a LoRA's change small beside the weights it is added to. */
const LORA_UP_SCALE = 0.05
const EMBEDDING_SCALE = 0.02
const CHUNK_VALUES = 1 << 22
const TABLE_SIZE = 1 << 16

/** Names and shapes of diffusers' AutoencoderTiny with its defaults. */
const tinyVae = JSON.parse(readFileSync(join(import.meta.dirname, 'taesd-keys.json'), 'utf8')) as Shapes
const layouts = readGoldenJson('full-size-keys.json') as Record<string, Layouts>

function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/**
 * Standard deviation under which signals keep their size from layer to layer; null for a tensor of one value: a norm's
 * weight is 1, a bias 0, a LoRA's alpha 8.
 */
function spread(key: string, shape: readonly number[]): number | null {
  if (shape.length < 2) return null
  if (/embedding/.test(key) && /token|position/.test(key)) return EMBEDDING_SCALE
  if (key.endsWith('lora_up.weight')) return LORA_UP_SCALE / Math.sqrt(shape[1] ?? 1)
  return 1 / Math.sqrt(elementCount(shape.slice(1)))
}

function constant(key: string): number {
  if (key.endsWith('.alpha')) return LORA_ALPHA
  return key.endsWith('.weight') ? 1 : 0
}

/** xorshift32 (Marsaglia 2003), two table indices of 16 bits from each number. */
function fillFromTable(target: Uint16Array | Uint32Array, table: Uint16Array | Uint32Array, seed: number): number {
  let state = seed
  for (let index = 0; index < target.length; index += 2) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    target[index] = table[state & 0xffff] as number
    if (index + 1 < target.length) target[index + 1] = table[state >>> 16] as number
  }
  return state
}

/** Uniformly distributed values of a standard deviation, as bits. */
function uniformTable(dtype: Dtype, deviation: number): Uint16Array | Uint32Array {
  const width = deviation * Math.sqrt(12)
  const values = Array.from({ length: TABLE_SIZE }, (_, index) => ((index + 0.5) / TABLE_SIZE - 0.5) * width)
  return dtype === 'F16'
    ? new Uint16Array(Float16Array.from(values).buffer)
    : new Uint32Array(Float32Array.from(values).buffer)
}

function headerOf(shapes: Shapes, dtype: Dtype): { bytes: Buffer; dataLength: number } {
  let end = 0
  const entries = Object.entries(shapes).map(([key, shape]) => {
    const begin = end
    end += elementCount(shape) * BYTES[dtype]
    return [key, { dtype, shape, data_offsets: [begin, end] }]
  })
  const json = JSON.stringify(Object.fromEntries(entries))
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return { bytes: Buffer.concat([length, text]), dataLength: end }
}

function writeWeights(file: number, shapes: Shapes, dtype: Dtype): void {
  let state = 0x9e3779b9 | 0
  for (const [key, shape] of Object.entries(shapes)) {
    const deviation = spread(key, shape)
    const table =
      deviation === null ? uniformTable(dtype, 0).fill(bitsOf(dtype, constant(key))) : uniformTable(dtype, deviation)
    for (let left = elementCount(shape); left > 0; left -= CHUNK_VALUES) {
      const length = Math.min(left, CHUNK_VALUES)
      const chunk = dtype === 'F16' ? new Uint16Array(length) : new Uint32Array(length)
      state = fillFromTable(chunk, table, state)
      writeSync(file, chunk)
    }
  }
}

function bitsOf(dtype: Dtype, value: number): number {
  const [bits = 0] =
    dtype === 'F16' ? new Uint16Array(Float16Array.of(value).buffer) : new Uint32Array(Float32Array.of(value).buffer)
  return bits
}

function writeFile(path: string, shapes: Shapes, dtype: Dtype, sparse: boolean): void {
  const { bytes, dataLength } = headerOf(shapes, dtype)
  const file = openSync(path, 'w')
  try {
    writeSync(file, bytes)
    if (sparse) ftruncateSync(file, bytes.length + dataLength)
    else writeWeights(file, shapes, dtype)
  } finally {
    closeSync(file)
  }
  process.stdout.write(`${path}: ${Object.keys(shapes).length} tensors, ${statSync(path).size} bytes\n`)
}

function joined(family: Family, layout: 'ldm' | 'diffusers'): Shapes {
  const all = NETWORKS[family].map((network) => layouts[`${family}.${network}`]?.[layout] ?? {})
  return Object.assign({}, ...all) as Shapes
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sparse: { type: 'boolean', default: false } },
})
const [family, folder] = positionals
if ((family !== 'sd15' && family !== 'sdxl') || folder === undefined) {
  process.stderr.write('Usage: node test/bench/write-full-size.ts sd15|sdxl FOLDER [--sparse]\n')
  process.exit(2)
}
mkdirSync(folder, { recursive: true })
writeFile(join(folder, `${family}.safetensors`), joined(family, 'ldm'), 'F16', values.sparse)
writeFile(
  join(folder, `${family}-hyper-lora.safetensors`),
  layouts[`${family}.hyper_lora`]?.keys ?? {},
  'F32',
  values.sparse,
)
writeFile(join(folder, `${family}-tiny-vae.safetensors`), tinyVae, 'F32', values.sparse)
const unet = layouts[`${family}.unet`]?.diffusers ?? {}
if (values.sparse) writeFile(join(folder, `${family}-unet-diffusers.safetensors`), unet, 'F32', true)
