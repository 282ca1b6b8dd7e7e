import { readFileSync } from 'node:fs'
import { resourcePath } from '../../main/files/resources.ts'
import { parseMerges, type ClipVocabulary } from '../../models/tokenizer/clip-vocabulary.ts'

/** CLIP's vocabulary as the product ships it. */
export function readVocabulary(): ClipVocabulary {
  return parseMerges(readFileSync(resourcePath('models', 'tokenizer', 'merges.txt'), 'utf8'))
}
