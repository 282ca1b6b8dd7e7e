import type { Sentence, Settings } from '../api/contract.ts'
import { RequestError } from '../api/transport.ts'
import { catalogues } from './catalogue.ts'
import { sentences as german } from './de/sentences.ts'

type Language = Settings['language']
type Write = (values: Readonly<Record<string, string | number>>) => string

/** What the back end can say, by key, in the languages that its messages are not in already. */
const TEXTS: Readonly<Record<Language, ReadonlyMap<string, Write>>> = {
  en: new Map(),
  de: new Map(Object.entries(german) as [string, Write][]),
}

/** A sentence of the back end in the user's language; in English where that language has no words for it. */
export function say({ message, key, values }: Sentence, language: Language): string {
  const write = key === null ? undefined : TEXTS[language].get(key)
  if (write === undefined) return message
  const texts = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'object' ? say(value, language) : value,
  ])
  return write(Object.fromEntries(texts) as Readonly<Record<string, string | number>>)
}

/** What to tell the user of an error. */
export function explain(error: unknown, language: Language): string {
  if (error instanceof RequestError) {
    const { shell } = catalogues[language]
    if (error.problem !== null) return say(error.problem, language)
    return error.status === null ? shell.notAnswering : shell.answeredWith(error.status)
  }
  return error instanceof Error ? error.message : String(error)
}
