import { inflateSync } from 'node:zlib'

import { sentence } from '../../models/sentences/catalogue.ts'
import { ImageError } from './image-error.ts'
import { readPngChunks } from './png-chunks.ts'
import type { PngChunk } from './png-chunks.ts'

const MOST_TEXTS = 256
/** ComfyUI workflows take some hundred kilobytes; nothing known comes near these. */
const LONGEST_TEXT_BYTES = 8 * 1024 * 1024
const LONGEST_TOTAL_BYTES = 32 * 1024 * 1024

/**
 * A chunk that holds text: tEXt where Latin-1 can write it, else iTXt, uncompressed. Pillow chooses alike, so programs that
 * read its files read ours. NUL, which PNG's texts cannot hold, and halves of surrogate pairs become U+FFFD.
 * @param keyword 1 to 79 characters of Latin-1.
 */
export function pngTextChunk(keyword: string, text: string): PngChunk {
  if (!/^[ -~\u00a1-\u00ff]{1,79}$/.test(keyword)) throw new RangeError(`"${keyword}" is no PNG keyword`)
  const writable = text.toWellFormed().replaceAll('\0', '\ufffd')
  if (/^[\0-\u00ff]*$/.test(writable)) {
    return { type: 'tEXt', data: Buffer.from(`${keyword}\0${writable}`, 'latin1') }
  }
  // After the keyword: not compressed (0), method 0, no language, no translated keyword.
  return { type: 'iTXt', data: Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(writable)]) }
}

/**
 * All texts of a PNG file (tEXt, zTXt, iTXt) by keyword; of equal keywords the last counts.
 * @throws ImageError where the file is damaged, or its texts are more or longer than any known program writes.
 */
export function readPngText(bytes: Uint8Array): Map<string, string> {
  const texts = new Map<string, string>()
  let count = 0
  let total = 0
  for (const chunk of readPngChunks(bytes)) {
    const read = TEXT_READERS[chunk.type]
    if (read === undefined) continue
    const { keyword, text } = read(Buffer.from(chunk.data.buffer, chunk.data.byteOffset, chunk.data.byteLength))
    count += 1
    total += text.length
    if (count > MOST_TEXTS || total > LONGEST_TOTAL_BYTES) throw tooMuchText()
    texts.set(keyword, text)
  }
  return texts
}

interface PngText {
  readonly keyword: string
  readonly text: string
}

const TEXT_READERS: Readonly<Record<string, (data: Buffer) => PngText>> = {
  tEXt: (data) => {
    const [keyword, text] = splitAtNul(data)
    return { keyword: keyword.toString('latin1'), text: withinLimit(text).toString('latin1') }
  },
  zTXt: (data) => {
    const [keyword, rest] = splitAtNul(data)
    if (rest[0] !== 0) throw damagedText()
    return { keyword: keyword.toString('latin1'), text: inflate(rest.subarray(1)).toString('latin1') }
  },
  iTXt: (data) => {
    const [keyword, rest] = splitAtNul(data)
    const [compressed, method] = rest
    if (compressed === undefined || compressed > 1 || (compressed === 1 && method !== 0)) throw damagedText()
    const [, afterLanguage] = splitAtNul(rest.subarray(2))
    const [, text] = splitAtNul(afterLanguage)
    const utf8 = compressed === 1 ? inflate(text) : withinLimit(text)
    return { keyword: keyword.toString('latin1'), text: decodeUtf8(utf8) }
  },
}

function splitAtNul(data: Buffer): [Buffer, Buffer] {
  const end = data.indexOf(0)
  if (end < 0) throw damagedText()
  return [data.subarray(0, end), data.subarray(end + 1)]
}

function inflate(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: LONGEST_TEXT_BYTES })
  } catch (error) {
    throw error instanceof RangeError ? tooMuchText() : damagedText()
  }
}

function withinLimit(text: Buffer): Buffer {
  if (text.length > LONGEST_TEXT_BYTES) throw tooMuchText()
  return text
}

function decodeUtf8(data: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
  } catch {
    throw damagedText()
  }
}

function damagedText(): ImageError {
  return new ImageError(sentence('png.text-damaged'))
}

function tooMuchText(): ImageError {
  return new ImageError(sentence('png.too-much-text'))
}
