import { createHash } from 'node:crypto'

/**
 * SHA-256 of raw RGB bytes, in hexadecimal. It names what a picture shows: rewriting the file or its metadata leaves it
 * as it is.
 */
export function hashPixels(pixels: Uint8Array): string {
  return createHash('sha256').update(pixels).digest('hex')
}
