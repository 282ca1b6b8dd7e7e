import { sentence } from '../sentences/catalogue.ts'
import { SentenceError } from '../sentences/sentence-error.ts'
import type { Sentence } from '../sentences/sentence.ts'

/**
 * A model or LoRA file that cannot be used. Its sentence speaks of "the file";
 * the caller says which file it is.
 */
export class CheckpointError extends SentenceError {
  override readonly name = 'CheckpointError'
}

/** @param damage what is wrong in it, as a clause that speaks of "it" */
export function damagedFile(damage: Sentence): CheckpointError {
  return new CheckpointError(sentence('checkpoint.damaged', { damage }))
}
