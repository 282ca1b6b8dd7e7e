import { tokenOffsets } from './byte-pair-encoding.ts'
import type { ClipVocabulary } from './clip-vocabulary.ts'
import { locatePromptWords } from './prompt-words.ts'

/** The UTF-16 units of a text that the characters of these bytes begin at; `offsets` rise. */
function unitsOfBytes(text: string, offsets: readonly number[], encoder: TextEncoder): number[] {
  const units: number[] = []
  let [unit, byte] = [0, 0]
  for (const character of text) {
    byte += encoder.encode(character).length
    while ((offsets[units.length] ?? Infinity) < byte) units.push(unit)
    unit += character.length
  }
  return units
}

/** Where each token of a text without special tokens begins in it, in UTF-16 units: its first character, read wholly or not. */
export function locateTokens(text: string, vocabulary: ClipVocabulary): number[] {
  const encoder = new TextEncoder()
  const known = new Map<string, number[]>()
  return locatePromptWords(text).flatMap(({ word, sourceAt }) => {
    const units = known.get(word) ?? unitsOfBytes(word, tokenOffsets(encoder.encode(word), vocabulary), encoder)
    known.set(word, units)
    return units.map(sourceAt)
  })
}
