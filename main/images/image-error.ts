import { SentenceError } from '../../models/sentences/sentence-error.ts'

/** A picture that can't be read. The caller adds the file's name. */
export class ImageError extends SentenceError {
  override readonly name = 'ImageError'
}
