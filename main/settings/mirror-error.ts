import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'

/** An address that cannot be that of a mirror. */
export class MirrorError extends SentenceError {
  override readonly name = 'MirrorError'

  constructor(url: string) {
    super(sentence('settings.mirror', { url }))
  }
}
