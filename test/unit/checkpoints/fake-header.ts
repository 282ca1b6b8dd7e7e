import { parseSafetensorsHeader, type SafetensorsHeader } from '../../../models/checkpoints/safetensors-header.ts'
import { DTYPE_BYTES, type Dtype } from '../../../models/checkpoints/weights.ts'

export type Shapes = Readonly<Record<string, readonly number[]>>

/** The header bytes of a file that would hold tensors of these shapes, and the size that the file would have. */
export function headerBytes(
  shapes: Shapes,
  dtypeOf: (key: string) => Dtype = () => 'F16',
  metadata: Readonly<Record<string, string>> = {},
): { bytes: Uint8Array; fileSize: number } {
  let end = 0
  const entries = Object.entries(shapes).map(([key, shape]) => {
    const begin = end
    end += shape.reduce((product, size) => product * size, DTYPE_BYTES[dtypeOf(key)])
    return [key, { dtype: dtypeOf(key), shape, data_offsets: [begin, end] }]
  })
  const bytes = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }))
  return { bytes, fileSize: 8 + bytes.length + end }
}

/** The header of a file that would hold tensors of these shapes. */
export function headerOf(
  shapes: Shapes,
  dtypeOf?: (key: string) => Dtype,
  metadata?: Readonly<Record<string, string>>,
): SafetensorsHeader {
  const { bytes, fileSize } = headerBytes(shapes, dtypeOf, metadata)
  return parseSafetensorsHeader(bytes, fileSize)
}
