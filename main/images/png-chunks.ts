import { crc32 } from 'node:zlib'

import { sentence } from '../../models/sentences/catalogue.ts'
import { ImageError } from './image-error.ts'

/** One chunk of a PNG file (PNG specification, third edition, section 5). */
export interface PngChunk {
  /** Four letters. */
  readonly type: string
  /** A view of the file's bytes. */
  readonly data: Uint8Array
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Length, type and CRC: what a chunk takes beside its data. */
const CHUNK_OVERHEAD = 12
/** The specification's limit on a chunk's length. */
const LONGEST_CHUNK = 0x7fffffff
/** Encoders cut pixels into chunks of 8 kB and more, so 64 megapixels stay below this. */
const MOST_CHUNKS = 65_536

/** Whether these bytes begin as a PNG file does. */
export function isPng(bytes: Uint8Array): boolean {
  return bytes.length >= SIGNATURE.length && SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length))
}

/**
 * The chunks of a PNG file, from IHDR to IEND. Bytes after IEND are ignored.
 * @throws ImageError where the file is no PNG, is cut off, or a chunk's CRC is wrong.
 */
export function readPngChunks(bytes: Uint8Array): PngChunk[] {
  if (!isPng(bytes)) throw new ImageError(sentence('png.no-png'))
  const chunks: PngChunk[] = []
  let offset = SIGNATURE.length
  while (chunks.at(-1)?.type !== 'IEND') {
    const chunk = readChunk(bytes, offset)
    if (chunks.length === 0 && chunk.type !== 'IHDR') throw new ImageError(sentence('png.no-header'))
    if (chunks.length === MOST_CHUNKS) throw new ImageError(sentence('png.too-many-parts'))
    chunks.push(chunk)
    offset += CHUNK_OVERHEAD + chunk.data.length
  }
  return chunks
}

/** Puts chunks right after the header, where readers that stop at the pixels find them. */
export function insertPngChunks(png: Uint8Array, chunks: readonly PngChunk[]): Buffer {
  const header = readChunk(png, SIGNATURE.length)
  const afterHeader = SIGNATURE.length + CHUNK_OVERHEAD + header.data.length
  return Buffer.concat([png.subarray(0, afterHeader), ...chunks.map(writeChunk), png.subarray(afterHeader)])
}

function readChunk(bytes: Uint8Array, offset: number): PngChunk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (offset + CHUNK_OVERHEAD > bytes.length) throw new ImageError(sentence('png.cut-off'))
  const length = view.getUint32(offset)
  if (length > LONGEST_CHUNK || offset + CHUNK_OVERHEAD + length > bytes.length) {
    throw new ImageError(sentence('png.cut-off'))
  }
  const typeAndData = bytes.subarray(offset + 4, offset + 8 + length)
  const type = Buffer.from(typeAndData.subarray(0, 4)).toString('latin1')
  if (crc32(typeAndData) !== view.getUint32(offset + 8 + length)) {
    throw new ImageError(sentence('png.checksum'))
  }
  return { type, data: typeAndData.subarray(4) }
}

function writeChunk({ type, data }: PngChunk): Buffer {
  const chunk = Buffer.alloc(CHUNK_OVERHEAD + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(data, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length)
  return chunk
}
