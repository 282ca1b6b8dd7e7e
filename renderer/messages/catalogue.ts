import type { Settings } from '../api/contract.ts'
import { de } from './de.ts'
import { en, type Messages } from './en.ts'

/** Every text of the page by language. */
export const catalogues: Readonly<Record<Settings['language'], Messages>> = { en, de }
