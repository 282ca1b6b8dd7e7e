import { encodeWord } from './byte-pair-encoding.ts'
import type { ClipVocabulary } from './clip-vocabulary.ts'
import { splitPromptWords } from './prompt-words.ts'
import { locateTokens } from './token-starts.ts'

export const START_TOKEN = 49406
export const END_TOKEN = 49407
/** Number of ids that CLIP's text encoders take. */
export const CONTEXT_LENGTH = 77

/** As many of them are text: the rest are start and end. */
export const MAX_TEXT_TOKENS = CONTEXT_LENGTH - 2
/** SDXL's second tokenizer pads with the id of `!` and therefore reads every `!` of a prompt as that special token. */
const EXCLAMATION_TOKEN = 0

export interface TokenizedPrompt {
  /** `CONTEXT_LENGTH` ids: start, the text cut to what fits, end, padding. */
  readonly ids: Int32Array
  /** Tokens of the whole text, without start and end. */
  readonly tokenCount: number
  /** Whether the text was cut. */
  readonly truncated: boolean
}

export interface ClipTokenizer {
  encode(text: string): TokenizedPrompt
  /** All tokens of a text, without start and end. */
  tokenize(text: string): number[]
  /** Where each of these tokens begins in the text, in UTF-16 units. */
  tokenStarts(text: string): number[]
  /** `CONTEXT_LENGTH` ids: start, the tokens (at most `MAX_TEXT_TOKENS`), end, padding. */
  frame(tokens: readonly number[]): Int32Array
}

export interface ClipTokenizerOptions {
  /** CLIP-L pads with the end token, SDXL's second tokenizer (OpenCLIP bigG) with the exclamation mark. */
  readonly padToken: 'endoftext' | 'exclamation'
}

interface SpecialTokens {
  readonly ids: ReadonlyMap<string, number>
  /** Matches any of them, in a group that keeps them among the parts of a split text. */
  readonly pattern: RegExp
  readonly padId: number
}

const MARKERS = [
  ['<|startoftext|>', START_TOKEN],
  ['<|endoftext|>', END_TOKEN],
] as const

const SPECIAL_TOKENS: Readonly<Record<ClipTokenizerOptions['padToken'], SpecialTokens>> = {
  endoftext: { ids: new Map(MARKERS), pattern: /(<\|(?:start|end)oftext\|>)/, padId: END_TOKEN },
  exclamation: {
    ids: new Map([...MARKERS, ['!', EXCLAMATION_TOKEN]]),
    pattern: /(<\|(?:start|end)oftext\|>|!)/,
    padId: EXCLAMATION_TOKEN,
  },
}

/** A tokenizer equal to transformers' CLIPTokenizer. Vocabularies are read-only and may be shared. */
export function createClipTokenizer(vocabulary: ClipVocabulary, options: ClipTokenizerOptions): ClipTokenizer {
  const special = SPECIAL_TOKENS[options.padToken]
  const textEncoder = new TextEncoder()

  function tokenize(text: string): number[] {
    const tokens: number[] = []
    const known = new Map<string, number[]>()
    // Special tokens are cut out before the text is normalised.
    for (const part of text.split(special.pattern)) {
      const specialId = special.ids.get(part)
      if (specialId !== undefined) {
        tokens.push(specialId)
        continue
      }
      for (const word of splitPromptWords(part)) {
        const ids = known.get(word) ?? encodeWord(textEncoder.encode(word), vocabulary)
        known.set(word, ids)
        for (const id of ids) tokens.push(id)
      }
    }
    return tokens
  }

  function tokenStarts(text: string): number[] {
    const starts: number[] = []
    let partStart = 0
    for (const part of text.split(special.pattern)) {
      const inPart = special.ids.has(part) ? [0] : locateTokens(part, vocabulary)
      for (const start of inPart) starts.push(partStart + start)
      partStart += part.length
    }
    return starts
  }

  function frame(tokens: readonly number[]): Int32Array {
    const ids = new Int32Array(CONTEXT_LENGTH).fill(special.padId)
    ids.set([START_TOKEN, ...tokens, END_TOKEN])
    return ids
  }

  return {
    encode(text) {
      const tokens = tokenize(text)
      const kept = tokens.slice(0, MAX_TEXT_TOKENS)
      return { ids: frame(kept), tokenCount: tokens.length, truncated: tokens.length > kept.length }
    },
    tokenize,
    tokenStarts,
    frame,
  }
}
