/** What a text says of its case; a sentence stands for its own text. */
export type SentenceValue = string | number | Sentence

/**
 * Something that Onestroke says to the user: its English text, and by which key and values other languages say the same.
 * Where the words are not Onestroke's own (the system's, an older library's), the key is null.
 */
export interface Sentence {
  readonly message: string
  readonly key: string | null
  readonly values: Readonly<Record<string, SentenceValue>>
}

/** Words that are not Onestroke's own, as a sentence: every language shows them as they are. */
export function foreignText(message: string): Sentence {
  return { message, key: null, values: {} }
}
