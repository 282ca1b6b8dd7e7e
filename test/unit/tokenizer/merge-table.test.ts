import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMergeTable } from '../../../models/tokenizer/merge-table.ts'

const id = fc.integer({ min: 0, max: 65535 })
const entry = fc.record({ left: id, right: id, merged: fc.integer({ min: 512, max: 65535 }) })

describe('createMergeTable', () => {
  it('finds what was put in, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 200 }), id, id, (entries, left, right) => {
        const table = createMergeTable(entries.length)
        const expected = new Map<string, number>()
        for (const { left: a, right: b, merged } of entries) {
          table.set(a, b, merged)
          expected.set(`${a} ${b}`, merged)
        }
        for (const { left: a, right: b } of entries) expect(table.get(a, b)).toBe(expected.get(`${a} ${b}`))
        expect(table.get(left, right)).toBe(expected.get(`${left} ${right}`))
      }),
    )
  })
})
