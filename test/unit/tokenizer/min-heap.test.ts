import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMinHeap } from '../../../models/tokenizer/min-heap.ts'

describe('createMinHeap', () => {
  it('gives values back in rising order, then nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (values) => {
        const heap = createMinHeap()
        for (const value of values) heap.push(value)
        expect(values.map(() => heap.pop())).toEqual(values.toSorted((a, b) => a - b))
        expect(heap.pop()).toBeUndefined()
      }),
    )
  })

  it('takes new values between pops', () => {
    const heap = createMinHeap()
    heap.push(3)
    heap.push(5)
    expect(heap.pop()).toBe(3)
    heap.push(1)
    expect([heap.pop(), heap.pop(), heap.pop()]).toEqual([1, 5, undefined])
  })
})
