import type { Readable } from 'node:stream'

const LIMIT_CHARACTERS = 16_384

/** Keeps the end of what a process prints, for the report after a crash. */
export function collectLastOutput(streams: readonly (Readable | null)[]): () => string {
  let text = ''
  for (const stream of streams) {
    stream?.setEncoding('utf8')
    stream?.on('data', (chunk: string) => {
      text = (text + chunk).slice(-LIMIT_CHARACTERS)
    })
  }
  return () => text.trim()
}
