/** A change to a text: `insert` replaces what lies between `from` and `to`; then `selectFrom` to `selectTo` is selected. */
export interface TextEdit {
  readonly from: number
  readonly to: number
  readonly insert: string
  readonly selectFrom: number
  readonly selectTo: number
}

interface Span {
  readonly from: number
  readonly to: number
}

interface WeightedSpan extends Span {
  /** What the weight applies to. */
  readonly body: string
  readonly weight: number
}

/** Where a word ends, as A1111's editor has it. */
const DELIMITERS = new Set('.,\\/!?%^*;:{}=`~()[]<> \t\r\n')
const STEP = 0.1
/** What one pair of parentheses without a number means. */
const PARENTHESES = 1.1

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text[index - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

/** The innermost pair of brackets that holds all of `span`, brackets included. */
function enclosing(text: string, span: Span, open: string, close: string): Span | null {
  let depth = 0
  let from = span.from - 1
  for (; from >= 0; from -= 1) {
    if (isEscaped(text, from)) continue
    if (text[from] === close) depth += 1
    else if (text[from] === open && depth === 0) break
    else if (text[from] === open) depth -= 1
  }
  if (from < 0) return null
  depth = 0
  for (let to = from + 1; to < text.length; to += 1) {
    if (isEscaped(text, to)) continue
    if (text[to] === open) depth += 1
    else if (text[to] === close && depth === 0) return to >= span.to ? { from, to: to + 1 } : null
    else if (text[to] === close) depth -= 1
  }
  return null
}

function trimmed(text: string, { from, to }: Span): Span {
  const inside = text.slice(from, to)
  return { from: from + inside.length - inside.trimStart().length, to: to - inside.length + inside.trimEnd().length }
}

function wordAt(text: string, position: number): Span {
  const isWord = (index: number) => index >= 0 && index < text.length && !DELIMITERS.has(text[index] ?? '')
  let from = position
  let to = position
  while (isWord(from - 1)) from -= 1
  while (isWord(to)) to += 1
  return { from, to }
}

/** `(body:1.2)`, `(body)`, `((body))`: one weight for all directly nested pairs. */
function readParentheses(text: string, pair: Span): WeightedSpan {
  const inside = text.slice(pair.from + 1, pair.to - 1)
  const numbered = /^(?<body>[^]*):\s*(?<weight>\d*\.?\d+)\s*$/.exec(inside)?.groups
  if (numbered !== undefined) return { ...pair, body: numbered['body'] ?? '', weight: Number(numbered['weight']) }
  return { ...pair, body: inside, weight: PARENTHESES }
}

/** Takes in pairs that lie directly around or within: `((body))` is 1.1², `[[body]]` its inverse. */
function nested(text: string, pair: Span, open: string, close: string): Span & { readonly pairs: number } {
  let outer = pair
  let pairs = 1
  while (text[outer.from - 1] === open && text[outer.to] === close && !isEscaped(text, outer.from - 1)) {
    outer = { from: outer.from - 1, to: outer.to + 1 }
    pairs += 1
  }
  let inner = pair
  while (
    text[inner.from + 1] === open &&
    enclosing(text, { from: inner.from + 2, to: inner.from + 2 }, open, close)?.to === inner.to - 1
  ) {
    inner = { from: inner.from + 1, to: inner.to - 1 }
    pairs += 1
  }
  return { ...outer, pairs }
}

function weightedAround(text: string, span: Span): WeightedSpan | null {
  const round = enclosing(text, span, '(', ')')
  const square = enclosing(text, span, '[', ']')
  if (round !== null && (square === null || round.from > square.from)) {
    const plain = readParentheses(text, round)
    if (plain.body.length !== round.to - round.from - 2) return plain
    const { from, to, pairs } = nested(text, round, '(', ')')
    const body = text.slice(from + pairs, to - pairs)
    // A number within the innermost pair makes it a weight of its own.
    const innermost = readParentheses(text, { from: from + pairs - 1, to: to - pairs + 1 })
    if (pairs > 1 && innermost.body !== body) return innermost
    return { from, to, body, weight: PARENTHESES ** pairs }
  }
  if (square === null) return null
  const { from, to, pairs } = nested(text, square, '[', ']')
  return { from, to, body: text.slice(from + pairs, to - pairs), weight: PARENTHESES ** -pairs }
}

/** A selection that includes its parentheses is what they hold. */
function withoutOwnParentheses(text: string, span: Span): Span {
  const pair = enclosing(text, { from: span.from + 1, to: span.from + 1 }, '(', ')')
  const isWhole = text[span.from] === '(' && pair?.from === span.from && pair.to === span.to
  return isWhole ? { from: span.from + 1, to: span.to - 1 } : span
}

/** True where changing the weight of the brackets changes just the span's: nothing else is within them. */
function fills(text: string, weighted: WeightedSpan, span: Span): boolean {
  return weighted.body.trim() === text.slice(span.from, span.to).trim() || span.from === span.to
}

/**
 * Raises (1) or lowers (-1) the weight of the selection, or of the brackets or the word around the cursor, by 0.1, as
 * A1111's editor does (`edit-attention.js`): `word` → `(word:1.1)`; a weight of 1 takes the parentheses away.
 * Null where there is nothing to weigh, or the weight is 0 already.
 */
export function editAttention(text: string, from: number, to: number, direction: 1 | -1): TextEdit | null {
  const selection = from === to ? { from, to } : withoutOwnParentheses(text, trimmed(text, { from, to }))
  const around = weightedAround(text, selection)
  const word = from === to ? wordAt(text, from) : selection
  const weighted =
    around !== null &&
    (from === to || fills(text, around, selection) || text.slice(selection.from, selection.to).includes(':'))
      ? around
      : { ...word, body: text.slice(word.from, word.to), weight: 1 }
  if (weighted.body.trim() === '') return null
  const weight = Number((weighted.weight + direction * STEP).toPrecision(3))
  if (weight < 0) return null
  const insert = weight === 1 ? weighted.body : `(${weighted.body}:${String(weight)})`
  const selectFrom = weighted.from + (weight === 1 ? 0 : 1)
  return { from: weighted.from, to: weighted.to, insert, selectFrom, selectTo: selectFrom + weighted.body.length }
}
