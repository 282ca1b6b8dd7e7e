import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  NOTHING_SELECTED,
  inBatches,
  selectOnly,
  selectRange,
  toggle,
  without,
} from '../../../../renderer/state/selection-model.ts'

describe('selection', () => {
  it('follows clicks as a list of files does', () => {
    const one = selectOnly('b')
    expect([...one.ids]).toEqual(['b'])
    const range = selectRange(one, ['b', 'c', 'd'], false)
    expect([...range.ids]).toEqual(['b', 'c', 'd'])
    expect(range.anchor).toBe('b')
    expect([...selectRange(range, ['a', 'b'], false).ids]).toEqual(['a', 'b'])
    expect([...selectRange(toggle(range, 'x'), ['x', 'y'], true).ids]).toEqual(['b', 'c', 'd', 'x', 'y'])
  })

  it('toggles twice to where it was', () => {
    const start = selectRange(NOTHING_SELECTED, ['a', 'b'], false)
    expect(toggle(toggle(start, 'c'), 'c').ids).toEqual(start.ids)
    expect([...toggle(start, 'a').ids]).toEqual(['b'])
  })

  it('loses what was deleted, and the anchor with it', () => {
    const start = selectRange(selectOnly('a'), ['a', 'b'], false)
    expect(without(start, ['a'])).toEqual({ ids: new Set(['b']), anchor: null })
    expect(without(start, ['z'])).toBe(start)
  })

  it('is sent in batches that leave nothing out', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 7 }), (ids, size) => {
        const batches = inBatches(ids, size)
        expect(batches.flat()).toEqual(ids)
        expect(batches.every((batch) => batch.length > 0 && batch.length <= size)).toBe(true)
        expect(batches).toHaveLength(Math.ceil(ids.length / size))
      }),
    )
  })
})
