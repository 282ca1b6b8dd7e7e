import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkNameTemplate, DEFAULT_NAME_TEMPLATE, NAME_FIELDS } from '../../../models/recipe/name-template.ts'
import { namePicture } from '../../../models/recipe/picture-name.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import type { Recipe } from '../../../models/recipe/recipe.ts'
import { exampleRecipe } from './example-recipe.ts'

const createdAt = new Date(2026, 10, 3, 9, 5, 7).toISOString()

function named(template: string, changes: Partial<Recipe> = {}): string {
  const { folders, stem } = namePicture(template, exampleRecipe({ createdAt, ...changes }))
  return [...folders, stem].join('/')
}

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 }))

describe('namePicture by default', () => {
  it('dates folder and name by local time', () => {
    expect(namePicture(DEFAULT_NAME_TEMPLATE, exampleRecipe({ createdAt }))).toEqual({
      folders: ['2026', '11-03'],
      stem: '090507-7-a-red-fox',
    })
  })

  it('does without a prompt', () => {
    expect(named(DEFAULT_NAME_TEMPLATE, { prompt: '' })).toBe('2026/11-03/090507-7')
  })

  it('is a safe name on every system, whatever the prompt', () => {
    fc.assert(
      fc.property(anyText, fc.maxSafeNat(), (prompt, seed) => {
        const { stem } = namePicture(DEFAULT_NAME_TEMPLATE, exampleRecipe({ createdAt, prompt, seed }))
        expect(stem).toMatch(/^\d{6}-\d+(-[\p{L}\p{M}\p{N}-]+)?$/u)
        expect(stem).not.toMatch(/[-. ]$/)
      }),
      { numRuns: 150 },
    )
  })
})

describe('namePicture with a template', () => {
  it.each([
    ['{date}_{hour}.{minute}.{second}', '2026-11-03_09.05.07'],
    ['{model}/{width}x{height} {steps} steps/{seed}', 'built-in/128x192 2 steps/7'],
    ['{year}{month}{day}', '20261103'],
    ['fox', 'fox'],
    ['{seed}. ', '7'],
    ['con/{seed}', '_con/7'],
    ['Aux.{seed}', '_Aux.7'],
    ['com1', '_com1'],
    ['nul .{seed}', '_nul .7'],
    ['console', 'console'],
  ])('%j gives %j', (template, name) => {
    expect(checkNameTemplate(template)).toBeNull()
    expect(named(template)).toBe(name)
  })

  it.each([
    ['{prompt}-{seed}', '7'],
    ['{seed}-{prompt}-{steps}', '7-2'],
    ['{prompt}/{seed}', 'picture/7'],
    ['{prompt}', 'picture'],
    ['my {prompt}', 'my'],
  ])('%j leaves out what is empty, with its separator: %j', (template, name) => {
    expect(named(template, { prompt: '…' })).toBe(name)
  })

  it.each(['con', 'NUL', 'com1', 'lpt9', 'aux'])('makes no name that Windows reserves of the prompt %j', (prompt) => {
    expect(named('{prompt}', { prompt })).toBe(`_${prompt.toLowerCase()}`)
  })

  it('cuts names to what file systems take, between characters, with room for a number and the ending', () => {
    const { folders, stem } = namePicture(`${'桜'.repeat(199)}/${'🦊'.repeat(90)}`, exampleRecipe({ createdAt }))
    expect(folders).toEqual(['桜'.repeat(84)])
    expect(stem).toBe('🦊'.repeat(61))
    expect(Buffer.byteLength(`${stem}-99999.png`)).toBeLessThanOrEqual(255)
  })

  it('is a safe name on every system, whatever template is accepted', () => {
    const piece = fc.oneof(anyText, fc.constantFrom('/', '.', ' ', 'con', 'aux.', ...NAME_FIELDS.map((f) => `{${f}}`)))
    const template = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(template, anyText, (text, prompt) => {
        fc.pre(checkNameTemplate(text) === null)
        const { folders, stem } = namePicture(text, exampleRecipe({ createdAt, prompt }))
        for (const name of [...folders, `${stem}-99999.png`, `${stem}.png`]) {
          expect(name).toMatch(/^[^\p{Cc}<>:"/\\|?*]+$/u)
          expect(name).not.toMatch(/^[. ]|[. ]$/)
          expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i)
          expect(name.isWellFormed()).toBe(true)
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('checkNameTemplate', () => {
  const known = NAME_FIELDS.map((field) => `{${field}}`).join(' ')

  it('accepts the default and every field', () => {
    expect(checkNameTemplate(DEFAULT_NAME_TEMPLATE)).toBeNull()
    expect(checkNameTemplate(NAME_FIELDS.map((field) => `{${field}}`).join('/'))).toBeNull()
  })

  it.each([
    ['{sed}', sentence('name-template.unknown-field', { field: 'sed', known })],
    ['{}', sentence('name-template.unknown-field', { field: '', known })],
    ['{Seed}', sentence('name-template.unknown-field', { field: 'Seed', known })],
    ['{seed', sentence('name-template.open-brace')],
    ['seed}', sentence('name-template.open-brace')],
    ['{{seed}}', sentence('name-template.open-brace')],
    ['', sentence('name-template.empty-name')],
    ['/home/{seed}', sentence('name-template.empty-name')],
    ['a//b', sentence('name-template.empty-name')],
    ['a/', sentence('name-template.empty-name')],
    ['a/ /b', sentence('name-template.empty-name')],
    ['../{seed}', sentence('name-template.leading-dot', { name: '..' })],
    ['a/.', sentence('name-template.leading-dot', { name: '.' })],
    ['.onestroke-tmp-{seed}', sentence('name-template.leading-dot', { name: '.onestroke-tmp-{seed}' })],
    ['C:/{seed}', sentence('name-template.character', { character: ':' })],
    ['a\\{seed}', sentence('name-template.character', { character: '\\' })],
    ['a\n{seed}', sentence('name-template.character', { character: '\n' })],
    ['{seed}?', sentence('name-template.character', { character: '?' })],
  ])('refuses %j', (template, problem) => {
    expect(checkNameTemplate(template)).toEqual(problem)
  })
})
