/**
 * A model or LoRA file that cannot be used. The message is one sentence for the user and speaks of "the file";
 * the caller says which file it is.
 */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError'
}
