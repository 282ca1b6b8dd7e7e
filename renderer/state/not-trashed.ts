import type { StudioEvent } from '../api/contract.ts'
import type { Messages } from '../messages/en.ts'

/** What to say of pictures that the trash did not take. */
export function notTrashedText(
  { ids, fileName, reason }: Extract<StudioEvent, { type: 'deletionFailed' }>,
  texts: Pick<Messages['gallery'], 'notTrashed' | 'systemSays'>,
): string {
  const what = texts.notTrashed(ids.length, fileName)
  // Below its first line, a program's words are for its makers.
  const [words = ''] = (reason ?? '').trim().split('\n')
  return words === '' ? what : `${what} ${texts.systemSays(words)}`
}
