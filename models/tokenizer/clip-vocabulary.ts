import { createMergeTable, type MergeTable } from './merge-table.ts'

/** CLIP's vocabulary: byte symbols 0..255, the same ending a word 256..511, then one symbol per merge. */
export interface ClipVocabulary {
  /** Token id of each byte where it does not end a word; the ending form is `WORD_END_OFFSET` higher. */
  readonly byteIds: Uint16Array
  /** The token that two neighbours merge into; lower ids merge first. */
  readonly merges: Pick<MergeTable, 'get'>
}

/** Distance between the id of a byte inside a word and its id at a word's end. */
export const WORD_END_OFFSET = 256

const FIRST_MERGE_ID = 2 * WORD_END_OFFSET
const WORD_END = '</w>'

function isPrintable(byte: number): boolean {
  return (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad)
}

/**
 * The bytes in the order of their ids: those that print as themselves in Latin-1, then the rest, which GPT-2's byte-level
 * encoding writes as the letters from U+0100 on.
 */
function byteLetters(): { byte: number; letter: string }[] {
  const all = Array.from({ length: 256 }, (_, byte) => byte)
  const shown = all.filter(isPrintable).map((byte) => ({ byte, letter: String.fromCharCode(byte) }))
  const hidden = all
    .filter((byte) => !isPrintable(byte))
    .map((byte, index) => ({ byte, letter: String.fromCharCode(0x100 + index) }))
  return [...shown, ...hidden]
}

/**
 * Reads a merges file (a `#version` line, then "left right" per line) into the vocabulary it implies. Tokenizers that
 * share the vocabulary share this result.
 * @throws Error where a line does not join two symbols known before it.
 */
export function parseMerges(text: string): ClipVocabulary {
  const byteIds = new Uint16Array(256)
  const symbolIds = new Map<string, number>()
  for (const [id, { byte, letter }] of byteLetters().entries()) {
    byteIds[byte] = id
    symbolIds.set(letter, id)
    symbolIds.set(letter + WORD_END, id + WORD_END_OFFSET)
  }

  const lines = text
    .replaceAll('\r', '')
    .replace(/^#version.*\n/, '')
    .split('\n')
  const merges = createMergeTable(lines.length)
  let id = FIRST_MERGE_ID
  for (const line of lines) {
    if (line === '') continue
    const space = line.indexOf(' ')
    const left = line.slice(0, space)
    const right = line.slice(space + 1)
    const leftId = symbolIds.get(left)
    const rightId = symbolIds.get(right)
    if (leftId === undefined || rightId === undefined) {
      throw new Error(`The tokenizer's merges file is damaged near "${line.slice(0, 40)}".`)
    }
    merges.set(leftId, rightId, id)
    symbolIds.set(left + right, id)
    id += 1
  }
  return { byteIds, merges }
}
