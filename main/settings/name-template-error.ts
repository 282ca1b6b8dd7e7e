import { SentenceError } from '../../models/sentences/sentence-error.ts'

/** A file name template that cannot be used. */
export class NameTemplateError extends SentenceError {
  override readonly name = 'NameTemplateError'
}
