const WORD = /'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu

// A run of marks longer than any script's spelling. NFC sorts a run's marks, in quadratic time in the worst case.
const LONG_MARK_RUN = /\p{M}{257}/u
const MARK_RUN_PIECES = /\P{M}*\p{M}{0,256}/gu

/** NFC; in a text with runs of more than 256 combining marks, piece by piece, to bound the time that hostile text takes. */
function composeMarks(text: string): string {
  if (!LONG_MARK_RUN.test(text)) return text.normalize('NFC')
  return text.replace(MARK_RUN_PIECES, (piece) => piece.normalize('NFC'))
}

/**
 * NFC, single spaces, lower case letter by letter. Two rules are not JavaScript's: white space is Unicode's property (with
 * U+0085, without U+FEFF), and a capital sigma at a word's end becomes the middle form.
 */
function normalizeText(text: string): string {
  return composeMarks(text)
    .replace(/\p{White_Space}+/gu, ' ')
    .replaceAll('\u03a3', '\u03c3')
    .toLowerCase()
}

/**
 * The words that byte-pair encoding works on, in order, without the white space between them.
 * Source: transformers' CLIPTokenizer (no HTML unescaping and no ftfy, unlike OpenAI's original).
 */
export function splitPromptWords(text: string): string[] {
  return normalizeText(text).match(WORD) ?? []
}

/** A word, and where its characters come from. */
export interface LocatedWord {
  readonly word: string
  /** Where in the text the character at `index` of the word comes from, in UTF-16 units. */
  readonly sourceAt: (index: number) => number
}

const FIELD = /\P{White_Space}+/gu
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * For each UTF-16 unit of a normalized field, the unit of the field that its grapheme begins at: normalizing changes no
 * more than single graphemes.
 */
function sourceUnits(field: string, normalizedLength: number): Int32Array {
  const sources = new Int32Array(normalizedLength)
  let end = 0
  for (const { segment, index } of graphemes.segment(field)) {
    const { length } = normalizeText(segment)
    const isWhole = length === segment.length
    for (let unit = 0; unit < length && end < normalizedLength; unit++, end++)
      sources[end] = index + (isWhole ? unit : 0)
  }
  return sources
}

/** The words of `splitPromptWords` with the places in `text` that they come from. */
export function locatePromptWords(text: string): LocatedWord[] {
  return [...text.matchAll(FIELD)].flatMap(({ 0: field, index: fieldStart }) => {
    const normalized = normalizeText(field)
    const sources = sourceUnits(field, normalized.length)
    return [...normalized.matchAll(WORD)].map(({ 0: word, index: start }) => ({
      word,
      sourceAt: (index) => fieldStart + (sources[start + index] as number),
    }))
  })
}
