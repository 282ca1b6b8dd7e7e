import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CheckpointError } from '../../../models/checkpoints/checkpoint-error.ts'
import { readLora } from '../../../models/checkpoints/lora/read-lora.ts'
import { readSingleFile } from '../../../models/checkpoints/read-single-file.ts'
import {
  MAX_HEADER_BYTES,
  parseSafetensorsHeader,
  readHeaderLength,
  type SafetensorsHeader,
} from '../../../models/checkpoints/safetensors-header.ts'
import { headerBytes, headerOf } from './fake-header.ts'

const utf8 = new TextEncoder()

function parseText(text: string, dataBytes: number): SafetensorsHeader {
  const bytes = utf8.encode(text)
  return parseSafetensorsHeader(bytes, 8 + bytes.length + dataBytes)
}

const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32'): object => ({
  dtype,
  shape,
  data_offsets: offsets,
})

function lengthBytes(length: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, length, true)
  return bytes
}

describe('a valid header', () => {
  it('gives absolute offsets, metadata, and 0-dim and empty tensors', () => {
    const text = JSON.stringify({
      __metadata__: { format: 'pt' },
      b: entry([2, 3], [4, 28]),
      a: entry([], [0, 4]),
      none: entry([0, 5], [28, 28]),
    })
    const { tensors, metadata } = parseText(`${text}   `, 28)
    const start = 8 + text.length + 3
    expect(tensors.get('a')).toEqual({ dtype: 'F32', shape: [], offset: start, length: 4 })
    expect(tensors.get('b')).toEqual({ dtype: 'F32', shape: [2, 3], offset: start + 4, length: 24 })
    expect(tensors.get('none')).toEqual({ dtype: 'F32', shape: [0, 5], offset: start + 28, length: 0 })
    expect([...metadata]).toEqual([['format', 'pt']])
  })

  it('takes __proto__ and constructor for names like any other', () => {
    const { tensors } = parseText(
      '{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"constructor":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}',
      2,
    )
    expect([...tensors.keys()]).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>)['dtype']).toBeUndefined()
  })
})

describe('a bad header is refused', () => {
  it.each([
    ['no JSON', '{"a"', 0, 'not readable as JSON'],
    ['an array', '[]', 0, 'not an object'],
    ['an unknown number format', JSON.stringify({ a: entry([1], [0, 4], 'C64') }), 4, 'number format C64'],
    ['an inherited number format', JSON.stringify({ a: entry([1], [0, 4], 'toString') }), 4, 'toString, which is not'],
    ['no number format', JSON.stringify({ a: entry([1], [0, 4], 5) }), 4, 'no number format'],
    ['a negative size', JSON.stringify({ a: entry([-1], [0, 4]) }), 4, 'no valid shape'],
    ['a fractional size', JSON.stringify({ a: entry([0.5], [0, 2]) }), 4, 'no valid shape'],
    ['too many dimensions', JSON.stringify({ a: entry(Array(17).fill(1), [0, 4]) }), 4, 'no valid shape'],
    [
      'a product beyond exact numbers',
      JSON.stringify({ a: entry([2 ** 40, 2 ** 40], [0, 4]) }),
      4,
      'does not fit its shape',
    ],
    ['a wrong length', JSON.stringify({ a: entry([2], [0, 4]) }), 4, 'does not fit its shape'],
    ['reversed offsets', JSON.stringify({ a: entry([1], [4, 0]) }), 4, 'does not fit its shape'],
    ['three offsets', JSON.stringify({ a: entry([1], [0, 4, 8]) }), 4, 'no valid offsets'],
    ['an overlap', JSON.stringify({ a: entry([1], [0, 4]), b: entry([1], [2, 6]) }), 6, 'b overlaps'],
    ['a hole', JSON.stringify({ a: entry([1], [0, 4]), b: entry([1], [8, 12]) }), 12, 'gap before tensor b'],
    ['bytes after the last tensor', JSON.stringify({ a: entry([1], [0, 4]) }), 9, 'longer than its header says'],
    ['a metadata value that is no text', '{"__metadata__":{"a":1}}', 0, 'metadata'],
    ['a metadata list', '{"__metadata__":[]}', 0, 'metadata'],
    ['an entry that is no object', '{"a":7}', 0, 'entry of tensor a'],
  ])('%s', (_, text, dataBytes, message) => {
    expect(() => parseText(text, dataBytes)).toThrow(CheckpointError)
    expect(() => parseText(text, dataBytes)).toThrow(message)
  })

  it('invalid UTF-8', () => {
    const bytes = Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)
    expect(() => parseSafetensorsHeader(bytes, 100)).toThrow('not readable as JSON')
  })

  it('deep nesting and floods of values, before anything is built', () => {
    const deep = utf8.encode('['.repeat(20_000_000))
    const flood = utf8.encode(`{"__metadata__":[${'0,'.repeat(5_000_000)}0]}`)
    for (const bytes of [deep, flood])
      expect(() => parseSafetensorsHeader(bytes, 8 + bytes.length)).toThrow('more than 100000 tensors')
  })

  it('says how much of a cut-off file is there', () => {
    const shapes = { a: [1000, 1000, 1075] }
    const { bytes, fileSize } = headerBytes(shapes, () => 'F32')
    expect(() => parseSafetensorsHeader(bytes, fileSize - 2_200_000_000)).toThrow(
      'The file is cut off: 2.1 of 4.3 GB are there.',
    )
    expect(parseSafetensorsHeader(bytes, fileSize).tensors.size).toBe(1)
  })
})

describe('the length in front of the header', () => {
  it('is read from 8 little-endian bytes', () => {
    expect(readHeaderLength(lengthBytes(300n), 1000)).toBe(300)
    expect(readHeaderLength(lengthBytes(992n), 1000)).toBe(992)
    expect(readHeaderLength(lengthBytes(BigInt(MAX_HEADER_BYTES)), 2 ** 40)).toBe(MAX_HEADER_BYTES)
  })

  it.each([
    ['beyond the file', lengthBytes(993n), 1000, 'cut off'],
    ['beyond the cap', lengthBytes(BigInt(MAX_HEADER_BYTES) + 1n), 2 ** 40, 'not a safetensors file'],
    ['enormous', lengthBytes(2n ** 64n - 1n), 2 ** 40, 'not a safetensors file'],
    ['zero', lengthBytes(0n), 1000, 'not a safetensors file'],
    ['in a file of 5 bytes', new Uint8Array(5), 5, 'too short'],
    ['in an empty file', new Uint8Array(), 0, 'The file is empty'],
    [
      'of a zip archive',
      utf8.encode('PK\u0003\u0004\u0014\u0000\u0008\u0008'),
      1e9,
      'PyTorch pickle file, which can run code',
    ],
    ['of a pickle', Uint8Array.of(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46), 1e9, 'pickle'],
    ['of GGUF', Uint8Array.of(0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0), 1e12, 'GGUF'],
    ['of ONNX', Uint8Array.of(8, 8, 0x12, 7, 0x70, 0x79, 0x74, 0x6f), 1e9, 'ONNX'],
    ['of a web page', utf8.encode('<!DOCTYPE html>').subarray(0, 8), 5000, 'web page'],
    ['of a Git LFS pointer', utf8.encode('version https').subarray(0, 8), 130, 'Git LFS pointer'],
    ['of an error in JSON', utf8.encode('{"error":'), 60, 'JSON text'],
    ['of a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 60, 'picture'],
  ])('%s is refused', (_, bytes, fileSize, message) => {
    expect(() => readHeaderLength(bytes, fileSize)).toThrow(CheckpointError)
    expect(() => readHeaderLength(bytes, fileSize)).toThrow(message)
  })
})

/** Whether `run` ended well or with a clear error. */
function endsCleanly(run: () => void): boolean {
  try {
    run()
  } catch (error) {
    return error instanceof CheckpointError
  }
  return true
}

/** Reads a file whose tensors, if it is taken for valid, must lie inside it side by side. */
function readHostile(bytes: Uint8Array, fileSize: number): boolean {
  let consistent = true
  const clean = endsCleanly(() => {
    const length = readHeaderLength(bytes.subarray(0, 8), fileSize)
    const header = parseSafetensorsHeader(bytes.subarray(8, 8 + length), fileSize)
    const tensors = [...header.tensors.values()].toSorted((a, b) => a.offset - b.offset || a.length - b.length)
    let end = 8 + length
    for (const tensor of tensors) {
      consistent &&= tensor.offset === end
      end += tensor.length
    }
    consistent &&= end === fileSize
  })
  return clean && consistent
}

function fileOf(text: string, dataBytes: number): Uint8Array {
  const header = utf8.encode(text)
  const file = new Uint8Array(8 + header.length + dataBytes)
  file.set(lengthBytes(BigInt(header.length)))
  file.set(header, 8)
  return file
}

describe('hostile files', () => {
  const hostileNumber = fc.oneof(
    fc.nat(64),
    fc.integer(),
    fc.double(),
    fc.constantFrom(2 ** 53, 2 ** 31, -1, 0, 1e308, 2 ** 53 - 1),
  )
  const anyEntry = fc.record({
    dtype: fc.oneof(fc.constantFrom('F32', 'F16', 'U8', 'F8_E4M3', 'constructor'), fc.string(), fc.jsonValue()),
    shape: fc.oneof(fc.array(hostileNumber, { maxLength: 20 }), fc.jsonValue()),
    data_offsets: fc.oneof(fc.array(hostileNumber, { maxLength: 3 }), fc.jsonValue()),
  })
  const anyName = fc.oneof(fc.constantFrom('__proto__', '__metadata__', 'conv_in.weight', 'x'), fc.string())

  it('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, plausible) => {
        const file = bytes.slice()
        if (plausible && file.length > 10) file.set(lengthBytes(BigInt(file.length - 8)))
        expect(readHostile(file, file.length)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('headers with hostile entries', () => {
    fc.assert(
      fc.property(fc.dictionary(anyName, anyEntry, { noNullPrototype: true }), fc.nat(200), (header, dataBytes) => {
        const file = fileOf(JSON.stringify(header), dataBytes)
        expect(readHostile(file, file.length)).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  it('a valid file, cut off or with bytes changed', () => {
    const { bytes } = headerBytes({ 'conv_in.weight': [4, 4, 3, 3], 'conv_in.bias': [4], alpha: [], empty: [0] })
    const whole = fileOf(new TextDecoder().decode(bytes), 2 * (144 + 4 + 1))
    expect(readHostile(whole, whole.length)).toBe(true)
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }),
        (size, changes) => {
          const file = whole.slice(0, size)
          for (const [index, byte] of changes) if (index < size) file[index] = byte
          expect(readHostile(file, file.length)).toBe(true)
        },
      ),
      { numRuns: 1500 },
    )
    for (let size = 0; size < whole.length; size++)
      expect(() => {
        const length = readHeaderLength(whole.subarray(0, Math.min(8, size)), size)
        parseSafetensorsHeader(whole.subarray(8, 8 + length), size)
      }).toThrow(CheckpointError)
  })

  it('valid headers whose keys and shapes make no sense as a model or LoRA', () => {
    const part = fc.constantFrom(
      ...'model.diffusion_model input_blocks output_blocks 0 1 2 7 999999999 op conv_in down_blocks attentions transformer_blocks attn2 to_k'.split(
        ' ',
      ),
      ...'first_stage_model encoder decoder down up block layers conv1 conv weight bias conditioner embedders model transformer resblocks attn'.split(
        ' ',
      ),
      ...'in_proj_weight text_projection text_model embeddings token_embedding lora_down lora_up lora_A alpha lokr_w1 hada_w1_a dora_scale unet'.split(
        ' ',
      ),
    )
    const key = fc.array(part, { minLength: 1, maxLength: 9 }).map((parts) => parts.join('.'))
    const shapes = fc.dictionary(key, fc.array(fc.nat(6), { maxLength: 4 }), { maxKeys: 30, noNullPrototype: true })
    fc.assert(
      fc.property(shapes, (given) => {
        const header = headerOf(given)
        expect(endsCleanly(() => readSingleFile({ path: 'x', header }))).toBe(true)
        expect(endsCleanly(() => readLora({ path: 'x', header, readScalar: () => Number.NaN }))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
