import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'

interface Range {
  readonly start: number
  /** Inclusive. */
  readonly end: number
}

/** The one range of a Range header (RFC 9110, 14.2); null: all of it. Several ranges are answered with all of it. */
function parseRange(header: string | undefined, size: number): Range | 'unsatisfiable' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return null
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < start) return null
  return start < size && start <= end ? { start, end } : 'unsatisfiable'
}

/** RFC 8187; browsers save the picture under this name. */
function disposition(path: string): string {
  const encoded = encodeURIComponent(basename(path)).replaceAll(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  })
  return `inline; filename*=UTF-8''${encoded}`
}

/**
 * Answers with a file, or the range of it that was asked for.
 * @returns null where there is no such file.
 */
export async function sendFile(path: string, type: string, rangeHeader: string | undefined): Promise<Response | null> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return null
  const status = await file.stat()
  if (!status.isFile()) {
    await file.close()
    return null
  }
  const { size } = status
  const range = parseRange(rangeHeader, size)
  if (range === 'unsatisfiable') {
    await file.close()
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${size}` } })
  }
  const { start, end } = range ?? { start: 0, end: size - 1 }
  const headers = {
    'content-type': type,
    'content-length': String(end - start + 1),
    'content-disposition': disposition(path),
    'accept-ranges': 'bytes',
    // An id never names another picture.
    'cache-control': 'private, max-age=31536000, immutable',
    ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
  }
  // The stream closes the file, also where the client leaves before the end.
  const body = Readable.toWeb(file.createReadStream({ start, end })) as ReadableStream
  return new Response(body, { status: range === null ? 200 : 206, headers })
}
