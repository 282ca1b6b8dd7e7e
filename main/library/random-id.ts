import { randomBytes } from 'node:crypto'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 16
/** Bytes from here on would favour the first letters. */
const FAIR_BELOW = 256 - (256 % LETTERS.length)

/** A name that nobody guesses and nothing else has: 16 lower-case letters and digits, 82 bits. */
export function randomId(): string {
  let id = ''
  while (id.length < LENGTH) {
    for (const byte of randomBytes(LENGTH)) {
      if (byte < FAIR_BELOW && id.length < LENGTH) id += LETTERS.charAt(byte % LETTERS.length)
    }
  }
  return id
}
