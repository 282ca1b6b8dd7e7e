import { describe, expect, it } from 'vitest'
import { checkNameTemplate } from '../../../../models/recipe/name-template.ts'
import { dialogs as de } from '../../../../renderer/messages/de/dialogs.ts'
import { dialogs as en } from '../../../../renderer/messages/en/dialogs.ts'
import { fileNameProblem } from '../../../../renderer/state/file-name-problem.ts'

describe('fileNameProblem', () => {
  it.each([
    ['{seed}', ''],
    ['{sed}', 'There is no field {sed}. Choose one of those below.'],
    ['{seed', 'A brace has no other one. Write fields as {seed}.'],
    ['a//b', 'A name is empty. Leave out a / at the beginning, at the end or beside another one.'],
    ['../a', '“..” begins with a dot. Leave the dot out.'],
    ['a:b', 'A file name cannot hold : on every system. Leave it out.'],
  ])('of %j is %j', (template, sentence) => {
    expect(fileNameProblem(checkNameTemplate(template), en.settings.fileNameProblems)).toBe(sentence)
  })

  it('names the field in German too', () => {
    const sentence = fileNameProblem(checkNameTemplate('{sed}'), de.settings.fileNameProblems)
    expect(sentence).toBe('Ein Feld {sed} gibt es nicht. Wähle eines von denen unten.')
  })
})
