import type { NameTemplateProblem } from '../../models/recipe/name-template.ts'
import type { Messages } from '../messages/en.ts'

/** The sentence for what is wrong with a file name template; empty where it can be used. */
export function fileNameProblem(
  problem: NameTemplateProblem | null,
  texts: Messages['dialogs']['settings']['fileNameProblems'],
): string {
  switch (problem?.kind) {
    case undefined:
      return ''
    case 'unknown-field':
      return texts.unknownField(`{${problem.field}}`)
    case 'open-brace':
      return texts.openBrace
    case 'empty-name':
      return texts.emptyName
    case 'leading-dot':
      return texts.leadingDot(problem.name)
    case 'forbidden-character':
      return texts.forbiddenCharacter(problem.character)
  }
}
