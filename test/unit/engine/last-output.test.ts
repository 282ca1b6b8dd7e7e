import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { collectLastOutput } from '../../../main/engine/last-output.ts'

async function collect(...chunks: Buffer[]): Promise<string> {
  const stream = new Readable({ read: () => undefined })
  const lastOutput = collectLastOutput([stream, null])
  for (const chunk of chunks) stream.push(chunk)
  await nextTurn()
  return lastOutput()
}

describe('collectLastOutput', () => {
  it('joins what comes in pieces, also inside a letter', async () => {
    const letter = Buffer.from('ü')
    expect(await collect(Buffer.from('one\n'), letter.subarray(0, 1), letter.subarray(1), Buffer.from('\n'))).toBe(
      'one\nü',
    )
  })

  it('keeps the end of a long output, of bounded length', async () => {
    const output = await collect(Buffer.alloc(100_000, 'a'), Buffer.from('the end'))
    expect(output.endsWith('aathe end')).toBe(true)
    expect(output.length).toBeLessThanOrEqual(16_384)
  })
})
