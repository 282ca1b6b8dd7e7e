/** A stretch of a prompt whose text counts with one weight. */
export interface WeightedText {
  /** Without brackets, weights and the backslashes of escapes. */
  readonly text: string
  readonly weight: number
  /** Where pieces of `text` come from: at `from` in it begins what begins at `source` in the prompt (UTF-16 units). */
  readonly origins: readonly { readonly from: number; readonly source: number }[]
}

interface Piece {
  readonly text: string
  readonly source: number
  weight: number
}

const ROUND_FACTOR = 1.1
const SQUARE_FACTOR = 1 / 1.1

/** Escapes and stray backslashes, brackets, a weight with its closing bracket, colons, and everything between. */
const TOKEN = /\\[()[\]\\]?|[()[\]]|:\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*\)|:|[^\\()[\]:]+/g
const BREAK = /(?<![\p{L}\p{N}_])(BREAK)(?![\p{L}\p{N}_])/u

/** Brackets that are still open, by the first piece inside; closing one multiplies the weights of all since. */
function createBrackets(pieces: Piece[]) {
  const multiplyFrom = (first: number, factor: number) => {
    for (const piece of pieces.slice(first)) piece.weight *= factor
  }
  const open: Record<'round' | 'square', number[]> = { round: [], square: [] }
  return {
    open: (kind: 'round' | 'square') => void open[kind].push(pieces.length),
    /** @returns false where no such bracket is open */
    close(kind: 'round' | 'square', factor: number): boolean {
      const first = open[kind].pop()
      if (first === undefined) return false
      multiplyFrom(first, factor)
      return true
    },
    closeAll() {
      for (const first of open.round) multiplyFrom(first, ROUND_FACTOR)
      for (const first of open.square) multiplyFrom(first, SQUARE_FACTOR)
    },
  }
}

function readPieces(prompt: string): Piece[] {
  const pieces: Piece[] = []
  const brackets = createBrackets(pieces)
  for (const { 0: token, 1: weight, index } of prompt.matchAll(TOKEN)) {
    if (token.startsWith('\\')) pieces.push({ text: token.slice(1), source: index + 1, weight: 1 })
    else if (token === '(') brackets.open('round')
    else if (token === '[') brackets.open('square')
    else if (weight !== undefined && brackets.close('round', Number(weight))) continue
    else if (token === ')' && brackets.close('round', ROUND_FACTOR)) continue
    else if (token === ']' && brackets.close('square', SQUARE_FACTOR)) continue
    else pieces.push({ text: token, source: index, weight: 1 })
  }
  brackets.closeAll()
  return pieces
}

/** Neighbours of one weight are one text, so that words go to the tokenizer whole. */
function mergePieces(pieces: readonly Piece[]): WeightedText[] {
  const merged: { text: string; readonly weight: number; readonly origins: { from: number; source: number }[] }[] = []
  for (const { text, source, weight } of pieces) {
    if (text === '') continue
    const last = merged.at(-1)
    if (last?.weight !== weight) {
      merged.push({ text, weight, origins: [{ from: 0, source }] })
      continue
    }
    last.origins.push({ from: last.text.length, source })
    last.text += text
  }
  return merged
}

/**
 * Reads A1111's emphasis: `(x)` weighs 1.1, `(x:1.3)` 1.3, `[x]` 1/1.1, nested brackets multiply; `\(`, `\)`, `\[`, `\]`
 * and `\\` are the characters themselves. Brackets left open reach to the end; closing ones too many are text. Never throws.
 * Source: the behaviour of A1111's modules/prompt_parser.py `parse_prompt_attention`, except that BREAK also breaks
 * inside brackets.
 * @returns the prompt's sections, which `BREAK` separates (at least one), each of texts in order; no text is empty
 */
export function parseAttention(prompt: string): WeightedText[][] {
  const sections: Piece[][] = [[]]
  for (const piece of readPieces(prompt)) {
    let { source } = piece
    for (const [index, text] of piece.text.split(BREAK).entries()) {
      if (index % 2 === 1) sections.push([])
      else sections.at(-1)?.push({ ...piece, text, source })
      source += text.length
    }
  }
  return sections.map(mergePieces)
}
