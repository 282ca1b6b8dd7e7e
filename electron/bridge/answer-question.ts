import { QUESTIONS, type Answer, type Ask, type Envelope, type QuestionName } from './channels.ts'

/** What answers each question of the page. */
export type QuestionHandlers = { readonly [Name in QuestionName]: (question: Ask<Name>) => Promise<Answer<Name>> }

export interface Question {
  readonly name: QuestionName
  readonly message: unknown
  readonly isTrusted: boolean
  readonly handlers: QuestionHandlers
}

/** Checks a question and has it answered. Never rejects: errors travel in the envelope. */
export async function answerQuestion({ name, message, isTrusted, handlers }: Question): Promise<Envelope> {
  if (!isTrusted) return { ok: false, message: 'Only Onestroke’s own page may ask this.' }
  const question = QUESTIONS[name].ask.safeParse(message)
  if (!question.success) return { ok: false, message: `This is no question for ${name}.` }
  try {
    const handler = handlers[name] as (question: unknown) => Promise<unknown>
    return { ok: true, value: await handler(question.data) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}
