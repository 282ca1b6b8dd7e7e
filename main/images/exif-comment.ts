/** Tag of IFD 0 that points to the Exif IFD, and of that IFD's UserComment (Exif 2.32, tables 4 and 7). */
const EXIF_IFD_TAG = 0x8769
const USER_COMMENT_TAG = 0x9286
const TIFF_MAGIC = 42
const ENTRY_BYTES = 12
const CHARSET_BYTES = 8
const EXIF_PREFIX = 'Exif\0\0'

interface Tiff {
  readonly view: DataView
  readonly littleEndian: boolean
}

interface Entry {
  readonly count: number
  /** Where the entry's value, or the value's offset, lies. */
  readonly position: number
}

function openTiff(block: Uint8Array): Tiff | null {
  const prefixed = new TextDecoder('latin1').decode(block.subarray(0, EXIF_PREFIX.length)) === EXIF_PREFIX
  const tiff = prefixed ? block.subarray(EXIF_PREFIX.length) : block
  if (tiff.length < 8) return null
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const order = view.getUint16(0)
  const littleEndian = order === 0x4949
  if (!littleEndian && order !== 0x4d4d) return null
  return view.getUint16(2, littleEndian) === TIFF_MAGIC ? { view, littleEndian } : null
}

function findEntry({ view, littleEndian }: Tiff, directory: number, tag: number): Entry | null {
  if (directory + 2 > view.byteLength) return null
  const count = view.getUint16(directory, littleEndian)
  for (let index = 0; index < count; index++) {
    const position = directory + 2 + index * ENTRY_BYTES
    if (position + ENTRY_BYTES > view.byteLength) return null
    if (view.getUint16(position, littleEndian) !== tag) continue
    return { count: view.getUint32(position + 4, littleEndian), position: position + 8 }
  }
  return null
}

/** Cameras write UTF-16 in the file's byte order, A1111 (piexif) in big-endian always: Latin text tells by its zeros. */
function decodeUtf16(bytes: Uint8Array, littleEndian: boolean): string {
  const zeros = [0, 0] as [even: number, odd: number]
  for (let index = 0; index < bytes.length; index++) if (bytes[index] === 0) zeros[(index % 2) as 0 | 1] += 1
  const isLittle = zeros[0] === zeros[1] ? littleEndian : zeros[1] > zeros[0]
  return new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(bytes)
}

function decodeComment(bytes: Uint8Array, littleEndian: boolean): string {
  const charset = new TextDecoder('latin1').decode(bytes.subarray(0, CHARSET_BYTES)).replaceAll('\0', '')
  const text = bytes.subarray(CHARSET_BYTES)
  const decoded = charset === 'UNICODE' ? decodeUtf16(text, littleEndian) : new TextDecoder().decode(text)
  return decoded.replace(/\0+$/, '')
}

/**
 * The UserComment of an EXIF block, where JPEG and WebP files carry A1111's settings.
 * @param block a TIFF structure, with or without its `Exif` prefix
 * @returns null where there is none, or the block is damaged.
 */
export function readExifComment(block: Uint8Array): string | null {
  const tiff = openTiff(block)
  if (tiff === null) return null
  const { view, littleEndian } = tiff
  const pointer = findEntry(tiff, view.getUint32(4, littleEndian), EXIF_IFD_TAG)
  const comment =
    pointer === null ? null : findEntry(tiff, view.getUint32(pointer.position, littleEndian), USER_COMMENT_TAG)
  if (comment === null || comment.count <= CHARSET_BYTES) return null
  const start = view.getUint32(comment.position, littleEndian)
  if (start + comment.count > view.byteLength) return null
  return decodeComment(new Uint8Array(view.buffer, view.byteOffset + start, comment.count), littleEndian)
}
