/** Writes protobuf's wire format (protobuf.dev/programming-guides/encoding), as much of it as ONNX needs. */
export interface WireWriter {
  /** An int32, int64 or enum field; negative values take the ten-byte form. */
  integer(field: number, value: number): void
  float(field: number, value: number): void
  text(field: number, value: string): void
  bytes(field: number, value: Uint8Array): void
  message(field: number, write: (writer: WireWriter) => void): void
  /** A repeated int64 field in packed form. */
  packedIntegers(field: number, values: readonly number[]): void
  packedFloats(field: number, values: readonly number[]): void
  finish(): Uint8Array<ArrayBuffer>
}

const VARINT = 0
const LENGTH_DELIMITED = 2
const FIXED_32 = 5

const encoder = new TextEncoder()

function pushVarint(out: number[], value: number): void {
  // Two's complement over 64 bits is beyond a double; only axes and padding are ever negative.
  let rest = value < 0 ? BigInt.asUintN(64, BigInt(value)) : value
  while (rest > 127) {
    if (typeof rest === 'bigint') {
      out.push(Number(rest & 127n) | 128)
      rest >>= 7n
    } else {
      out.push((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
  }
  out.push(Number(rest))
}

function floatBytes(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  values.forEach((value, index) => view.setFloat32(index * 4, value, true))
  return new Uint8Array(view.buffer)
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let position = 0
  for (const chunk of chunks) {
    bytes.set(chunk, position)
    position += chunk.length
  }
  return bytes
}

/** An empty message. */
export function createWireWriter(): WireWriter {
  const chunks: Uint8Array[] = []
  const varints = (...values: number[]) => {
    const out: number[] = []
    for (const value of values) pushVarint(out, value)
    chunks.push(Uint8Array.from(out))
  }
  const delimited = (field: number, bytes: Uint8Array) => {
    varints((field << 3) | LENGTH_DELIMITED, bytes.length)
    chunks.push(bytes)
  }
  return {
    integer: (field, value) => varints((field << 3) | VARINT, value),
    float: (field, value) => {
      varints((field << 3) | FIXED_32)
      chunks.push(floatBytes([value]))
    },
    text: (field, value) => delimited(field, encoder.encode(value)),
    bytes: delimited,
    message: (field, write) => {
      const inner = createWireWriter()
      write(inner)
      delimited(field, inner.finish())
    },
    packedIntegers: (field, values) => {
      const out: number[] = []
      for (const value of values) pushVarint(out, value)
      delimited(field, Uint8Array.from(out))
    },
    packedFloats: (field, values) => delimited(field, floatBytes(values)),
    finish: () => concatenate(chunks),
  }
}
