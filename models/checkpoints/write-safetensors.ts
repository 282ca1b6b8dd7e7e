import { elementCount } from '../graphs/graph.ts'

/** A float32 tensor to be written. */
export interface FloatTensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

const LENGTH_BYTES = 8
const ALIGNMENT = 8
const SPACE = 0x20

/** A safetensors file of float32 tensors, in the order given. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, FloatTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  let end = 0
  const header: Record<string, unknown> = Object.keys(metadata).length === 0 ? {} : { __metadata__: metadata }
  for (const [name, { shape, values }] of tensors) {
    if (elementCount(shape) !== values.length) throw new RangeError(`${name} does not fill its shape`)
    const begin = end
    end += values.byteLength
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] }
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const text = new Uint8Array(Math.ceil(json.length / ALIGNMENT) * ALIGNMENT).fill(SPACE)
  text.set(json)
  const bytes = new Uint8Array(LENGTH_BYTES + text.length + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, LENGTH_BYTES)
  let position = LENGTH_BYTES + text.length
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), position)
    position += values.byteLength
  }
  return bytes
}
