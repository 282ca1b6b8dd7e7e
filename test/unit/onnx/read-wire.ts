/** One field of a protobuf message: an integer, a float's four bytes, or whatever was written with its length. */
export type WireField = { readonly field: number } & (
  { readonly integer: bigint } | { readonly fixed32: number } | { readonly bytes: Uint8Array }
)

function readVarint(bytes: Uint8Array, start: number): { value: bigint; end: number } {
  let value = 0n
  for (let index = start; ; index++) {
    const byte = bytes[index]
    if (byte === undefined) throw new Error('the message is cut off')
    value |= BigInt(byte & 0x7f) << BigInt(7 * (index - start))
    if (byte < 128) return { value: BigInt.asIntN(64, value), end: index + 1 }
  }
}

/** Reads a protobuf message without knowing its schema. Shares nothing with the writer under test. */
export function readWire(bytes: Uint8Array): WireField[] {
  const fields: WireField[] = []
  for (let position = 0; position < bytes.length;) {
    const { value: tag, end } = readVarint(bytes, position)
    const field = Number(tag >> 3n)
    const type = Number(tag & 7n)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (type === 0) {
      const { value, end: next } = readVarint(bytes, end)
      fields.push({ field, integer: value })
      position = next
    } else if (type === 5) {
      fields.push({ field, fixed32: view.getFloat32(end, true) })
      position = end + 4
    } else if (type === 2) {
      const { value: length, end: start } = readVarint(bytes, end)
      position = start + Number(length)
      if (position > bytes.length) throw new Error('the message is cut off')
      fields.push({ field, bytes: bytes.subarray(start, position) })
    } else {
      throw new Error(`there is no wire type ${type}`)
    }
  }
  return fields
}

/** All values of one field that were written with their length. */
export function messagesIn(bytes: Uint8Array, field: number): Uint8Array[] {
  return readWire(bytes).flatMap((entry) => (entry.field === field && 'bytes' in entry ? [entry.bytes] : []))
}

export function textsIn(bytes: Uint8Array, field: number): string[] {
  return messagesIn(bytes, field).map((value) => new TextDecoder().decode(value))
}

export function integerIn(bytes: Uint8Array, field: number): number | undefined {
  const found = readWire(bytes).find((entry) => entry.field === field)
  return found !== undefined && 'integer' in found ? Number(found.integer) : undefined
}

export function floatIn(bytes: Uint8Array, field: number): number | undefined {
  const found = readWire(bytes).find((entry) => entry.field === field)
  return found !== undefined && 'fixed32' in found ? found.fixed32 : undefined
}

/** The integers of a packed field. */
export function packedIn(bytes: Uint8Array, field: number): number[] {
  const values: number[] = []
  for (const packed of messagesIn(bytes, field)) {
    for (let position = 0; position < packed.length;) {
      const { value, end } = readVarint(packed, position)
      values.push(Number(value))
      position = end
    }
  }
  return values
}
