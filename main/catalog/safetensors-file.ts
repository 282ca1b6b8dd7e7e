import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { CheckpointError } from '../../models/checkpoints/checkpoint-error.ts'
import {
  LENGTH_BYTES,
  parseSafetensorsHeader,
  readHeaderLength,
  type SafetensorsHeader,
} from '../../models/checkpoints/safetensors-header.ts'
import type { TensorInfo } from '../../models/checkpoints/weights.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { namingFile } from './file-problem.ts'

const LARGEST_NUMBER_BYTES = 8

/** A safetensors file whose header has been read. */
export interface SafetensorsFile {
  readonly path: string
  readonly header: SafetensorsHeader
  /** Changes when the file does: its size and time of last change. */
  readonly fingerprint: string
}

/** Reads `length` bytes at `offset`; fewer come back only at the end of the file. */
function readAt(descriptor: number, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled)
    if (count === 0) break
    filled += count
  }
  return bytes.subarray(0, filled)
}

function withFile<T>(path: string, use: (descriptor: number) => T): T {
  return namingFile(path, () => {
    // Opening a named pipe would wait for ever.
    if (!statSync(path).isFile()) throw new CheckpointError(sentence('checkpoint.not-regular'))
    const descriptor = openSync(path, 'r')
    try {
      return use(descriptor)
    } finally {
      closeSync(descriptor)
    }
  })
}

/**
 * Reads a safetensors file's header, and nothing else of it.
 * @throws ModelFileError naming the file.
 */
export function openSafetensors(path: string): SafetensorsFile {
  return withFile(path, (descriptor) => {
    const status = fstatSync(descriptor)
    const length = readHeaderLength(readAt(descriptor, 0, LENGTH_BYTES), status.size)
    const header = parseSafetensorsHeader(readAt(descriptor, LENGTH_BYTES, length), status.size)
    return { path, header, fingerprint: `${status.size}-${status.mtimeMs}` }
  })
}

/** Float16's value (IEEE 754 binary16). */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function decodeScalar(view: DataView, dtype: TensorInfo['dtype']): number {
  switch (dtype) {
    case 'F64':
      return view.getFloat64(0, true)
    case 'F32':
      return view.getFloat32(0, true)
    case 'F16':
      return halfToNumber(view.getUint16(0, true))
    case 'BF16': {
      const widened = new DataView(new ArrayBuffer(4))
      widened.setUint32(0, view.getUint16(0, true) << 16)
      return widened.getFloat32(0)
    }
    case 'I64':
      return Number(view.getBigInt64(0, true))
    case 'I32':
      return view.getInt32(0, true)
    default:
      throw new CheckpointError(sentence('checkpoint.scalar-format', { format: dtype }))
  }
}

/**
 * Gives `use` a reader for the first value of a tensor: LoRA alphas are tensors of one value.
 * @throws ModelFileError naming the file.
 */
export function withScalarReader<T>(path: string, use: (readScalar: (tensor: TensorInfo) => number) => T): T {
  return withFile(path, (descriptor) =>
    use((tensor) => {
      const bytes = readAt(descriptor, tensor.offset, Math.min(tensor.length, LARGEST_NUMBER_BYTES))
      if (bytes.length === 0) throw new CheckpointError(sentence('checkpoint.cut-off'))
      return decodeScalar(new DataView(bytes.buffer), tensor.dtype)
    }),
  )
}
