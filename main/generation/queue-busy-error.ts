import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'

/** The engine is asked for something else while it makes pictures. */
export class QueueBusyError extends SentenceError {
  override readonly name = 'QueueBusyError'

  constructor() {
    super(sentence('queue.busy'))
  }
}
