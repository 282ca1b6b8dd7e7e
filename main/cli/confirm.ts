import { createInterface, type Interface } from 'node:readline/promises'
import { CancelledError } from '../engine/engine-errors.ts'

export interface Conversation {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** Whether keys come one by one, as from a terminal. */
  readonly terminal: boolean
  readonly signal: AbortSignal
}

/** Null at the end of the input: Ctrl+C or Ctrl+D. */
function answerOf(lines: Interface, question: string, signal: AbortSignal): Promise<string | null> {
  const ended = new Promise<null>((resolve) => void lines.once('close', () => resolve(null)))
  return Promise.race([lines.question(question, { signal }), ended])
}

/**
 * Asks a question that only "y" or "yes" affirms.
 * @throws CancelledError on Ctrl+C
 */
export async function confirm(question: string, { input, output, terminal, signal }: Conversation): Promise<boolean> {
  const lines = createInterface({ input, output, terminal })
  let isInterrupted = false
  // In a terminal the key comes here and not as a signal.
  lines.once('SIGINT', () => {
    isInterrupted = true
    lines.close()
  })
  try {
    const answer = await answerOf(lines, question, signal)
    // What is told next begins a line of its own.
    if (answer === null) output.write('\n')
    if (isInterrupted) throw new CancelledError()
    return /^y(es)?$/i.test((answer ?? '').trim())
  } catch (error) {
    throw signal.aborted ? new CancelledError() : error
  } finally {
    lines.close()
  }
}
