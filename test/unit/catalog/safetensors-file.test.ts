import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ModelFileError } from '../../../main/catalog/file-problem.ts'
import { openSafetensors, withScalarReader } from '../../../main/catalog/safetensors-file.ts'
import type { Dtype, TensorInfo } from '../../../models/checkpoints/weights.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { headerBytes } from '../checkpoints/fake-header.ts'

const folder = temporaryFolder()

function written(name: string, content: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** A file with one tensor of one number, stored as these bytes. */
function numberFile(name: string, dtype: Dtype, bytes: Uint8Array): string {
  const header = headerBytes({ alpha: [] }, () => dtype).bytes
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return written(name, Buffer.concat([length, header, bytes]))
}

describe('openSafetensors', () => {
  it('reads the header, and a fingerprint that changes with the file', () => {
    const path = numberFile('one', 'F32', Buffer.alloc(4))
    const first = openSafetensors(path)
    expect([...first.header.tensors.keys()]).toEqual(['alpha'])
    numberFile('one', 'F64', Buffer.alloc(8))
    expect(openSafetensors(path).fingerprint).not.toBe(first.fingerprint)
  })

  it('follows links', () => {
    const link = join(folder, 'link')
    symlinkSync(numberFile('target', 'F32', Buffer.alloc(4)), link)
    expect(openSafetensors(link).header.tensors.size).toBe(1)
  })

  it.each<[what: string, path: () => string, message: RegExp]>([
    ['a missing file', () => join(folder, 'none.safetensors'), /none\.safetensors does not exist\. Check the path\.$/],
    [
      'a folder',
      () => {
        mkdirSync(join(folder, 'sub'), { recursive: true })
        return join(folder, 'sub')
      },
      /^sub is not a regular file/,
    ],
    ['a device', () => '/dev/null', /^null is not a regular file/],
    ['an empty file', () => written('empty', ''), /^empty is empty/],
    ['seven bytes', () => written('seven', 'sevenby'), /^seven /],
    [
      'a header larger than the file',
      () => written('large', Buffer.from([0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0x7b])),
      /^large is cut off/,
    ],
  ])('refuses %s by its name', (_, path, message) => {
    expect(() => openSafetensors(path())).toThrow(ModelFileError)
    expect(() => openSafetensors(path())).toThrow(message)
  })
})

describe('withScalarReader', () => {
  const read = (path: string): number =>
    withScalarReader(path, (readScalar) => readScalar(openSafetensors(path).header.tensors.get('alpha') as TensorInfo))

  const float64 = Buffer.alloc(8)
  float64.writeDoubleLE(-2.5)
  const float32 = Buffer.alloc(4)
  float32.writeFloatLE(16.5)
  const int64 = Buffer.alloc(8)
  int64.writeBigInt64LE(-4n)
  // Float16: 0x4c00 is 16, 0x8001 the smallest negative number, 0x3555 nearly a third. BFloat16: 0x4180 is 16.
  it.each<[dtype: Dtype, bytes: Uint8Array, value: number]>([
    ['F64', float64, -2.5],
    ['F32', float32, 16.5],
    ['F16', Buffer.of(0x00, 0x4c), 16],
    ['F16', Buffer.of(0x01, 0x80), -(2 ** -24)],
    ['F16', Buffer.of(0x55, 0x35), 0.333251953125],
    ['F16', Buffer.of(0x00, 0x7c), Infinity],
    ['F16', Buffer.of(0x00, 0x7e), NaN],
    ['BF16', Buffer.of(0x80, 0x41), 16],
    ['BF16', Buffer.of(0x80, 0xc1), -16],
    ['I64', int64, -4],
    ['I32', Buffer.of(0xff, 0xff, 0xff, 0xff), -1],
  ])('reads a number stored as %s', (dtype, bytes, value) => {
    expect(read(numberFile('number', dtype, bytes))).toBe(value)
  })

  it('refuses other types by name', () => {
    expect(() => read(numberFile('number', 'U8', Buffer.of(1)))).toThrow(/^number stores a number as U8/)
  })
})
