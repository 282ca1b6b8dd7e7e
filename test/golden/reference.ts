import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/** Folder of the committed reference vectors. */
export const GOLDEN_FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'data')

export interface ReferenceTensor {
  readonly shape: readonly number[]
  readonly dtype: string
  readonly values: Float64Array | Float32Array | Int32Array | Uint8Array
}

interface HeaderEntry {
  dtype: string
  shape: number[]
  data_offsets: [number, number]
}

function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function decode(dtype: string, bytes: Uint8Array): ReferenceTensor['values'] {
  // A Buffer's own slice would share memory, and typed arrays need aligned starts.
  const copy = Uint8Array.from(bytes)
  const view = new DataView(copy.buffer)
  switch (dtype) {
    case 'F32':
      return new Float32Array(copy.buffer)
    case 'F64':
      return new Float64Array(copy.buffer)
    case 'I32':
      return new Int32Array(copy.buffer)
    case 'U8':
      return copy
    case 'I64':
      return Float64Array.from({ length: copy.length / 8 }, (_, i) => Number(view.getBigInt64(i * 8, true)))
    case 'F16':
      return Float32Array.from({ length: copy.length / 2 }, (_, i) => halfToNumber(view.getUint16(i * 2, true)))
    case 'BF16':
      return new Float32Array(
        Uint32Array.from({ length: copy.length / 2 }, (_, i) => view.getUint16(i * 2, true) << 16).buffer,
      )
    default:
      throw new Error(`no decoder for ${dtype}`)
  }
}

/** Bytes of a golden file; names that are stored gzipped are given without `.gz`. */
export function readGolden(name: string): Buffer {
  const path = join(GOLDEN_FOLDER, name)
  try {
    return readFileSync(path)
  } catch {
    return gunzipSync(readFileSync(`${path}.gz`))
  }
}

/** A golden JSON file; the caller states the type it relies on. */
export function readGoldenJson(name: string): unknown {
  return JSON.parse(readGolden(name).toString('utf8'))
}

/** All tensors of a golden safetensors file, decoded by code that shares nothing with the product's reader. */
export function readGoldenTensors(name: string): Map<string, ReferenceTensor> {
  const bytes = readGolden(name)
  const headerLength = Number(bytes.readBigUInt64LE(0))
  const header = JSON.parse(bytes.subarray(8, 8 + headerLength).toString('utf8')) as Record<string, HeaderEntry>
  const tensors = new Map<string, ReferenceTensor>()
  for (const [key, entry] of Object.entries(header)) {
    if (key === '__metadata__') continue
    const [begin, end] = entry.data_offsets
    const data = bytes.subarray(8 + headerLength + begin, 8 + headerLength + end)
    tensors.set(key, { shape: entry.shape, dtype: entry.dtype, values: decode(entry.dtype, data) })
  }
  return tensors
}

/**
 * Path of a golden file, unpacked under `folder` (same relative name, without `.gz`). Test processes share the folder:
 * a file appears there whole or not at all.
 */
export function unpackGolden(name: string, folder: string): string {
  const target = join(folder, name)
  if (existsSync(target)) return target
  mkdirSync(dirname(target), { recursive: true })
  const unfinished = `${target}.${process.pid}`
  writeFileSync(unfinished, readGolden(name))
  renameSync(unfinished, target)
  return target
}
