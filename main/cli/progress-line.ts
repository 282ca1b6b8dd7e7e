import type { Application } from './application.ts'

/** One line on the terminal that tells what is going on; nothing where nobody watches. */
export interface ProgressLine {
  show(text: string): void
  clear(): void
}

/** A progress line on standard error. */
export function createProgressLine({ interactive, rewriteLine }: Application): ProgressLine {
  if (!interactive) return { show: () => undefined, clear: () => undefined }
  return { show: (text) => rewriteLine(`${text} …`), clear: () => rewriteLine('') }
}
