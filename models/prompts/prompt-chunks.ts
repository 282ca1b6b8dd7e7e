import { MAX_TEXT_TOKENS, type ClipTokenizer } from '../tokenizer/clip-tokenizer.ts'
import { parseAttention, type WeightedText } from './attention.ts'
import type { Emphasis } from './emphasis.ts'

/** One run of a text encoder. */
export interface PromptChunk {
  /** `CONTEXT_LENGTH` ids: start, text, end, padding. */
  readonly ids: Int32Array
  /** One per id; null where all are 1. */
  readonly weights: Float32Array | null
}

export interface PromptReading {
  /** At least one. */
  readonly chunks: readonly PromptChunk[]
  /** Tokens of the whole text, without start and end. */
  readonly tokenCount: number
  /** Whether the text was cut. */
  readonly truncated: boolean
}

interface WeightedToken {
  readonly id: number
  readonly weight: number
}

/** Id of `,` at a word's end. */
const COMMA_TOKEN = 267
/** A chunk ends early, after a comma, where that leaves fewer than this many tokens of it empty. */
const COMMA_BACKTRACK = 20

/** How many of the tokens from `start` on belong into one chunk. */
function chunkLength(tokens: readonly { readonly id: number }[], start: number): number {
  const full = start + MAX_TEXT_TOKENS
  if (tokens[full] === undefined || tokens[full].id === COMMA_TOKEN) return MAX_TEXT_TOKENS
  for (let length = MAX_TEXT_TOKENS; length > MAX_TEXT_TOKENS - COMMA_BACKTRACK; length--) {
    if (tokens[start + length - 1]?.id === COMMA_TOKEN) return length
  }
  return MAX_TEXT_TOKENS
}

/**
 * Splits tokens into chunks of at most `MAX_TEXT_TOKENS`, preferably after a comma. Each section begins a chunk.
 * Source: the behaviour of A1111's modules/sd_hijack_clip.py `tokenize_line`.
 * @returns at least one chunk; empty ones stand for empty sections but the last
 */
export function splitIntoChunks<Token extends { readonly id: number }>(
  sections: readonly (readonly Token[])[],
): Token[][] {
  const chunks: Token[][] = []
  for (const [index, tokens] of sections.entries()) {
    let start = 0
    while (tokens.length - start > MAX_TEXT_TOKENS) {
      const end = start + chunkLength(tokens, start)
      chunks.push(tokens.slice(start, end))
      start = end
    }
    const isEmptyEnd = start === tokens.length && index === sections.length - 1
    if (!isEmptyEnd || chunks.length === 0) chunks.push(tokens.slice(start))
  }
  return chunks
}

function frameChunk(tokenizer: ClipTokenizer, tokens: readonly WeightedToken[]): PromptChunk {
  const ids = tokenizer.frame(tokens.map(({ id }) => id))
  if (tokens.every(({ weight }) => weight === 1)) return { ids, weights: null }
  const weights = new Float32Array(ids.length).fill(1)
  weights.set(
    tokens.map(({ weight }) => weight),
    1,
  )
  return { ids, weights }
}

/** What a prompt without text is to the encoder; makes prompts of different length equally long. */
export function emptyChunk(tokenizer: ClipTokenizer): PromptChunk {
  return frameChunk(tokenizer, [])
}

/** Tokenizes a prompt into what the text encoder is run on. */
export function readPrompt(tokenizer: ClipTokenizer, prompt: string, emphasis: Emphasis): PromptReading {
  if (emphasis === 'none') {
    const { ids, tokenCount, truncated } = tokenizer.encode(prompt)
    return { chunks: [{ ids, weights: null }], tokenCount, truncated }
  }
  const weigh = ({ text, weight }: WeightedText) => tokenizer.tokenize(text).map((id) => ({ id, weight }))
  const sections = parseAttention(prompt).map((texts) => texts.flatMap(weigh))
  const chunks = splitIntoChunks(sections).map((tokens) => frameChunk(tokenizer, tokens))
  return { chunks, tokenCount: sections.flat().length, truncated: false }
}
