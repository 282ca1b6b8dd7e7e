import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignSlots, NO_SLOTS } from '../../../../renderer/state/gallery-slots.ts'

const names = fc.uniqueArray(
  fc.nat({ max: 40 }).map((number) => `im${number}`),
  { maxLength: 20 },
)

describe('slots', () => {
  it('stay with what stays in view, and are each used once', () => {
    fc.assert(
      fc.property(fc.array(names, { minLength: 2, maxLength: 12 }), (views) => {
        let slots = assignSlots(NO_SLOTS, [])
        for (const view of views) {
          const next = assignSlots(slots, view)
          expect([...next.keys()]).toEqual(view)
          expect(new Set(next.values()).size).toBe(view.length)
          const moved = view.filter((name) => slots.has(name) && slots.get(name) !== next.get(name))
          expect(moved).toEqual([])
          slots = next
        }
      }),
    )
  })

  it('are used again rather than added while scrolling', () => {
    let slots = assignSlots(NO_SLOTS, ['a', 'b', 'c', 'd'])
    for (const view of [
      ['c', 'd', 'e', 'f'],
      ['e', 'f', 'g', 'h'],
      ['x', 'y', 'z', 'a'],
    ]) {
      slots = assignSlots(slots, view)
      expect(Math.max(...slots.values())).toBe(3)
    }
  })
})
