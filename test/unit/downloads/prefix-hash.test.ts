import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createPrefixHash } from '../../../main/downloads/prefix-hash.ts'
import { createRandom } from '../../fixtures/seeded-bytes.ts'

const CONTENT = createRandom(1).bytes(3_000_000)
const UNTIL_THE_END = new AbortController().signal
const SHA256 = createHash('sha256').update(CONTENT).digest('hex')

function fromContent(reads: number[] = []) {
  return createPrefixHash((into, position) => {
    const part = CONTENT.subarray(position, position + into.length)
    into.set(part)
    reads.push(part.length)
    return Promise.resolve(part.length)
  })
}

describe('hashing a file that arrives in pieces', () => {
  it('takes pieces in order as they come, and reads nothing again', async () => {
    const reads: number[] = []
    const hash = fromContent(reads)
    for (let start = 0; start < CONTENT.length; start += 70_000)
      hash.add(CONTENT.subarray(start, start + 70_000), start)
    await hash.catchUp(CONTENT.length, UNTIL_THE_END)
    expect(hash.digest()).toBe(SHA256)
    expect(reads).toEqual([])
  })

  it('reads again what came out of order', async () => {
    const hash = fromContent()
    hash.add(CONTENT.subarray(0, 1000), 0)
    hash.add(CONTENT.subarray(5000, 6000), 5000)
    expect(hash.length()).toBe(1000)
    await Promise.all([hash.catchUp(2_000_000, UNTIL_THE_END), hash.catchUp(CONTENT.length, UNTIL_THE_END)])
    expect(hash.length()).toBe(CONTENT.length)
    expect(hash.digest()).toBe(SHA256)
  })

  it('takes nothing twice while it reads', async () => {
    const hash = fromContent()
    const reading = hash.catchUp(2_000_000, UNTIL_THE_END)
    hash.add(CONTENT.subarray(0, 1000), 0)
    await reading
    hash.add(CONTENT.subarray(2_000_000), 2_000_000)
    expect(hash.digest()).toBe(SHA256)
  })

  it('ends at once when told to, and goes on from there', async () => {
    const reads: number[] = []
    const hash = fromContent(reads)
    const abort = new AbortController()
    const reading = hash.catchUp(CONTENT.length, abort.signal)
    await Promise.resolve()
    abort.abort(new Error('ended'))
    await expect(reading).rejects.toThrow('ended')
    expect(reads.length).toBeLessThan(2)
    await hash.catchUp(CONTENT.length, UNTIL_THE_END)
    expect(hash.digest()).toBe(SHA256)
  })

  it('begins anew', async () => {
    const hash = fromContent()
    hash.add(Buffer.alloc(500), 0)
    hash.reset()
    await hash.catchUp(CONTENT.length, UNTIL_THE_END)
    expect(hash.digest()).toBe(SHA256)
  })
})
