import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWireWriter, type WireWriter } from '../../../models/onnx/wire.ts'

function bytesOf(write: (writer: WireWriter) => void): number[] {
  const writer = createWireWriter()
  write(writer)
  return [...writer.finish()]
}

describe('the wire writer', () => {
  // The first three cases are the examples of protobuf.dev/programming-guides/encoding.
  it.each<[name: string, write: (writer: WireWriter) => void, expected: number[]]>([
    ['150 in field 1', (w) => w.integer(1, 150), [0x08, 0x96, 0x01]],
    ['a string in field 2', (w) => w.text(2, 'testing'), [0x12, 7, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]],
    ['a message in field 3', (w) => w.message(3, (inner) => inner.integer(1, 150)), [0x1a, 3, 0x08, 0x96, 0x01]],
    ['zero, which is written all the same', (w) => w.integer(1, 0), [0x08, 0]],
    ['the largest value of one byte', (w) => w.integer(1, 127), [0x08, 0x7f]],
    ['the smallest value of two bytes', (w) => w.integer(1, 128), [0x08, 0x80, 0x01]],
    ['-1 in ten bytes', (w) => w.integer(1, -1), [0x08, ...Array<number>(9).fill(0xff), 0x01]],
    ['-2', (w) => w.integer(1, -2), [0x08, 0xfe, ...Array<number>(8).fill(0xff), 0x01]],
    ['2^32', (w) => w.integer(1, 2 ** 32), [0x08, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ['2^53 - 1', (w) => w.integer(1, 2 ** 53 - 1), [0x08, ...Array<number>(7).fill(0xff), 0x0f]],
    ['a field number of two bytes', (w) => w.integer(20, 7), [0xa0, 0x01, 7]],
    ['a float, little-endian', (w) => w.float(2, 1.5), [0x15, 0, 0, 0xc0, 0x3f]],
    [
      'packed integers',
      (w) => w.packedIntegers(8, [3, 270, -1]),
      [0x42, 13, 3, 0x8e, 0x02, ...Array<number>(9).fill(0xff), 1],
    ],
    ['packed floats', (w) => w.packedFloats(4, [1, -2]), [0x22, 8, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]],
    ['an empty list', (w) => w.packedIntegers(8, []), [0x42, 0]],
    ['text in UTF-8, its length in bytes', (w) => w.text(1, 'ü'), [0x0a, 2, 0xc3, 0xbc]],
    ['raw bytes', (w) => w.bytes(9, Uint8Array.of(1, 2)), [0x4a, 2, 1, 2]],
    ['an empty message', (w) => w.message(7, () => undefined), [0x3a, 0]],
  ])('writes %s', (_, write, expected) => {
    expect(bytesOf(write)).toEqual(expected)
  })

  it('writes fields in the order they come in', () => {
    const bytes = bytesOf((writer) => {
      writer.integer(2, 1)
      writer.integer(1, 2)
    })
    expect(bytes).toEqual([0x10, 1, 0x08, 2])
  })

  it('writes the length of what takes more than 127 bytes', () => {
    const bytes = bytesOf((writer) => writer.bytes(1, new Uint8Array(300)))
    expect(bytes.slice(0, 3)).toEqual([0x0a, 0xac, 0x02])
    expect(bytes).toHaveLength(303)
  })

  it('writes every whole number so that it reads back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const [, ...varint] = bytesOf((writer) => writer.integer(1, value))
        const read = varint.reduce((sum, byte, index) => sum | (BigInt(byte & 0x7f) << BigInt(7 * index)), 0n)
        expect(varint.findIndex((byte) => byte < 128)).toBe(varint.length - 1)
        expect(BigInt.asIntN(64, read)).toBe(BigInt(value))
      }),
    )
  })
})
