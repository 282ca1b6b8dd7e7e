import { checkpoints } from './checkpoints.ts'
import { downloads } from './downloads.ts'
import { engine } from './engine.ts'
import { files } from './files.ts'
import { images } from './images.ts'
import { loras } from './loras.ts'
import { pictures } from './pictures.ts'
import { schedulers } from './schedulers.ts'
import type { Sentence } from './sentence.ts'
import { studio } from './studio.ts'

/**
 * Every sentence that Onestroke's own code can say to the user, in English. Jobs are stored with the keys and values of
 * theirs: a sentence that comes to need other values gets another key.
 */
export const CATALOGUE = {
  ...checkpoints,
  ...downloads,
  ...engine,
  ...files,
  ...images,
  ...loras,
  ...pictures,
  ...schedulers,
  ...studio,
}

export type Catalogue = typeof CATALOGUE
export type SentenceKey = keyof Catalogue

/** Another sentence may take the place of any free text. */
type Given<Value> = string extends Value ? Value | Sentence : Value

type ValuesOf<Key extends SentenceKey> =
  Parameters<Catalogue[Key]> extends [infer Values] ? [{ readonly [Name in keyof Values]: Given<Values[Name]> }] : []

/** A sentence of the catalogue about a case. */
export function sentence<Key extends SentenceKey>(key: Key, ...given: ValuesOf<Key>): Sentence {
  const [values = {}] = given as [Sentence['values']?]
  const texts = Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? value.message : value])
  const write = CATALOGUE[key] as (values: unknown) => string
  return { message: write(Object.fromEntries(texts)), key, values }
}
