import { sentence } from '../sentences/catalogue.ts'
import type { Sentence } from '../sentences/sentence.ts'
import { forbiddenCharacter } from './safe-name.ts'

/** What a file name template may hold in braces. Dates and times are local. */
export const NAME_FIELDS = [
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'date',
  'time',
  'seed',
  'prompt',
  'model',
  'steps',
  'width',
  'height',
] as const
export type NameField = (typeof NAME_FIELDS)[number]

/** Names such as 2026/11-23/093012-7-a-red-apple. */
export const DEFAULT_NAME_TEMPLATE = '{year}/{month}-{day}/{time}-{seed}-{prompt}'

/** Text, or a field that is filled in. */
export type NamePiece = { readonly text: string } | { readonly field: NameField }

const PIECES = /\{([^{}]*)\}|[^{}]+/g

function isField(name: string): name is NameField {
  return (NAME_FIELDS as readonly string[]).includes(name)
}

/** The pieces of a folder's or the file's name; what is no known field is left out. */
export function piecesOf(name: string): NamePiece[] {
  return Array.from(name.matchAll(PIECES)).flatMap(([text, field]): NamePiece[] => {
    if (field === undefined) return [{ text }]
    return isField(field) ? [{ field }] : []
  })
}

function problemOfName(name: string): Sentence | null {
  const fields = Array.from(name.matchAll(/\{([^{}]*)\}/g), ([, field]) => field ?? '')
  const unknown = fields.find((field) => !isField(field))
  if (unknown !== undefined) {
    const known = NAME_FIELDS.map((field) => `{${field}}`).join(' ')
    return sentence('name-template.unknown-field', { field: unknown, known })
  }
  const plain = name.replaceAll(/\{[^{}]*\}/g, 'x')
  if (/[{}]/.test(plain)) return sentence('name-template.open-brace')
  if (plain.trim() === '') return sentence('name-template.empty-name')
  if (plain.trimStart().startsWith('.')) return sentence('name-template.leading-dot', { name })
  const character = forbiddenCharacter(plain)
  return character === null ? null : sentence('name-template.character', { character })
}

/** What is wrong with a template; null where it can be used. `/` separates folders. */
export function checkNameTemplate(template: string): Sentence | null {
  for (const name of template.split('/')) {
    const problem = problemOfName(name)
    if (problem !== null) return problem
  }
  return null
}
