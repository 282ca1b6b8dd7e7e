import { MAX_TEXT_TOKENS, type ClipTokenizer } from '../tokenizer/clip-tokenizer.ts'
import { parseAttention, type WeightedText } from './attention.ts'
import type { Emphasis } from './emphasis.ts'
import { splitIntoChunks } from './prompt-chunks.ts'

/** How much of the text encoder's room a prompt takes; places are in UTF-16 units of the prompt. */
export interface TokenCount {
  /** Tokens of the whole text; brackets and weights that are read as emphasis are none. */
  readonly tokenCount: number
  /** Tokens that the prompt's chunks have room for. */
  readonly limit: number
  /** Where the text of each chunk begins; for one without text, where the next text does. */
  readonly chunkStarts: readonly number[]
  /** Where the first token that is not read begins; null where all are read. */
  readonly cutAt: number | null
}

interface LocatedToken {
  readonly id: number
  /** Where in the prompt it begins. */
  readonly start: number
}

function locate(tokenizer: ClipTokenizer, { text, origins }: Pick<WeightedText, 'text' | 'origins'>): LocatedToken[] {
  const starts = tokenizer.tokenStarts(text)
  return tokenizer.tokenize(text).map((id, index) => {
    const at = starts[index] ?? 0
    const origin = origins.findLast(({ from }) => from <= at)
    return { id, start: at + (origin === undefined ? 0 : origin.source - origin.from) }
  })
}

/** Counts what `readPrompt` reads, for showing it in an editor. */
export function countTokens(tokenizer: ClipTokenizer, prompt: string, emphasis: Emphasis): TokenCount {
  const sections = emphasis === 'none' ? [[{ text: prompt, origins: [] }]] : parseAttention(prompt)
  const located = sections.map((texts) => texts.flatMap((text) => locate(tokenizer, text)))
  const tokenCount = located.reduce((sum, tokens) => sum + tokens.length, 0)
  if (emphasis === 'none') {
    const cutAt = located[0]?.[MAX_TEXT_TOKENS]?.start ?? null
    return { tokenCount, limit: MAX_TEXT_TOKENS, chunkStarts: [0], cutAt }
  }
  const chunks = splitIntoChunks(located)
  const textFrom = (index: number) => chunks.slice(index).find(({ length }) => length > 0)?.[0]?.start
  const chunkStarts = chunks.map((_, index) => (index === 0 ? 0 : (textFrom(index) ?? prompt.length)))
  return { tokenCount, limit: chunks.length * MAX_TEXT_TOKENS, chunkStarts, cutAt: null }
}
