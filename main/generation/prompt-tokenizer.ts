import { readFileSync } from 'node:fs'
import { createClipTokenizer, type ClipTokenizer } from '../../models/tokenizer/clip-tokenizer.ts'
import { parseMerges } from '../../models/tokenizer/clip-vocabulary.ts'
import { resourcePath } from '../files/resources.ts'

/** CLIP's tokenizer for counting what an editor holds; its vocabulary is read on first use. */
export function createPromptTokenizer(): () => ClipTokenizer {
  let tokenizer: ClipTokenizer | undefined
  return () => {
    tokenizer ??= createClipTokenizer(
      parseMerges(readFileSync(resourcePath('models', 'tokenizer', 'merges.txt'), 'utf8')),
      { padToken: 'endoftext' },
    )
    return tokenizer
  }
}
