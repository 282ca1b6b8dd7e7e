import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { confirm } from '../../../main/cli/confirm.ts'
import { CancelledError } from '../../../main/engine/engine-errors.ts'

function ask(keys: string | null, signal = new AbortController().signal): Promise<boolean> {
  const input = new PassThrough()
  const answer = confirm('Accept? ', { input, output: new PassThrough(), terminal: true, signal })
  if (keys === null) input.end()
  else input.write(keys)
  return answer
}

describe('a question on the command line', () => {
  it.each([
    ['y\r', true],
    ['YES\r', true],
    ['\r', false],
    ['no\r', false],
    ['yesterday\r', false],
  ])('takes %j for %s', async (keys, meaning) => {
    expect(await ask(keys)).toBe(meaning)
  })

  it('is not affirmed by the end of the input', async () => {
    expect(await ask('\u0004')).toBe(false)
    expect(await ask(null)).toBe(false)
  })

  it('is cancelled by Ctrl+C, and by a signal', async () => {
    await expect(ask('\u0003')).rejects.toThrow(CancelledError)
    await expect(ask('', AbortSignal.timeout(1))).rejects.toThrow(CancelledError)
  })
})
