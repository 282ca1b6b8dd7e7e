import { NAME_FIELDS, type NameTemplateProblem } from '../../models/recipe/name-template.ts'

function describe(problem: NameTemplateProblem): string {
  switch (problem.kind) {
    case 'unknown-field':
      return `A file name has no field "{${problem.field}}". There are: ${NAME_FIELDS.map((field) => `{${field}}`).join(' ')}.`
    case 'open-brace':
      return 'A brace of the file name has no other one. Write fields as {seed}.'
    case 'empty-name':
      return 'A folder or the file would have no name. Leave out a / at the beginning, at the end or beside another one.'
    case 'leading-dot':
      return `"${problem.name}" begins with a dot, which hides files or leads to another folder. Leave the dot out.`
    case 'forbidden-character':
      return `A file name cannot hold ${JSON.stringify(problem.character)} on every system. Leave it out; / makes folders.`
  }
}

/** A file name template that cannot be used; the message is for the user. */
export class NameTemplateError extends Error {
  override readonly name = 'NameTemplateError'
  readonly problem: NameTemplateProblem

  constructor(problem: NameTemplateProblem) {
    super(describe(problem))
    this.problem = problem
  }
}
