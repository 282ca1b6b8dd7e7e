import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planRearrangement, rearrange } from '../../../../main/library/picture-table/rearrange.ts'

const ascending = (a: number, b: number) => a - b

describe('rearrange', () => {
  it('takes places out and puts new ones before others', () => {
    const places = fc.array(fc.nat(12), { maxLength: 8 })
    fc.assert(
      fc.property(fc.nat(12), places, places, (count, out, before) => {
        const removed = [...new Set(out)].filter((place) => place < count).toSorted(ascending)
        const insertedBefore = before.filter((place) => place <= count).toSorted(ascending)
        const numbers = Float64Array.from({ length: count }, (_, place) => place + 1)
        const plan = planRearrangement(count, removed, insertedBefore)
        const wanted = Array.from({ length: count + 1 }, (_, place) => [
          ...insertedBefore.filter((one) => one === place).map(() => 0),
          ...(place < count && !removed.includes(place) ? [place + 1] : []),
        ]).flat()
        expect([...rearrange(numbers, plan)]).toEqual(wanted)
        expect(plan.inserted).toEqual([...wanted.keys()].filter((place) => wanted[place] === 0))
      }),
    )
  })
})
