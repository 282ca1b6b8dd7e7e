/** What the back end said about a text. */
export interface CountedText {
  readonly text: string
  readonly tokenCount: number
  readonly limit: number
  /** Where the first token that is not read begins, in UTF-16 units; null where all are read. */
  readonly cutAt: number | null
}

/**
 * The text in two parts: what the model reads, and what lies beyond its limit.
 * While the text is newer than the count, the mark stays as long as nothing before it changed.
 */
export function splitAtLimit(
  text: string,
  counted: CountedText | null,
): { readonly read: string; readonly beyond: string } {
  const cutAt = counted?.cutAt ?? null
  if (counted === null || cutAt === null || !text.startsWith(counted.text.slice(0, cutAt))) {
    return { read: text, beyond: '' }
  }
  return { read: text.slice(0, cutAt), beyond: text.slice(cutAt) }
}
