import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dtype, WeightRef } from '../../../models/checkpoints/weights.ts'
import { DTYPE_BYTES } from '../../../models/checkpoints/weights.ts'

/** A weight that lies nowhere: for graphs that are looked at and not run. */
export function weightRef(shape: readonly number[], changes: Partial<WeightRef> = {}): WeightRef {
  const dtype: Dtype = changes.dtype ?? 'F32'
  const length = shape.reduce((product, size) => product * size, DTYPE_BYTES[dtype])
  return { file: '/models/file.safetensors', dtype, shape, offset: 0, length, transposed: false, ...changes }
}

/** Writes float32 values to a file of their own, a few odd bytes from its start. */
export function writeWeight(
  folder: string,
  name: string,
  shape: readonly number[],
  values: readonly number[],
): WeightRef {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.bin`)
  const offset = 3
  const bytes = new Uint8Array(Float32Array.from(values).buffer)
  writeFileSync(file, Buffer.concat([Buffer.alloc(offset), bytes]))
  return { file, dtype: 'F32', shape, offset, length: bytes.length, transposed: false }
}
