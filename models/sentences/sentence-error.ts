import type { Sentence } from './sentence.ts'

/** An error that says to the user what happened; its message is the English text. */
export abstract class SentenceError extends Error {
  readonly sentence: Sentence

  constructor(sentence: Sentence, options?: ErrorOptions) {
    super(sentence.message, options)
    this.sentence = sentence
  }
}
