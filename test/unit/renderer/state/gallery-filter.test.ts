import { describe, expect, it } from 'vitest'
import { en } from '../../../../renderer/messages/en.ts'
import { chipText } from '../../../../renderer/state/gallery-chips.ts'
import { dayStart, nextDayStart } from '../../../../renderer/state/gallery-days.ts'
import {
  activeFilters,
  belongs,
  readFilter,
  withoutFilter,
  withoutFilters,
} from '../../../../renderer/state/gallery-filter.ts'
import { picture } from './gallery-library.ts'

describe('filters', () => {
  it('count a size or a span of time as one', () => {
    expect(activeFilters({ width: 512, height: 768, from: 1, until: 2, sort: 'oldest' })).toEqual(['size', 'date'])
    expect(withoutFilter({ width: 512, height: 768, steps: 4 }, 'size')).toEqual({ steps: 4 })
    expect(withoutFilters({ search: 'fox', sort: 'oldest' })).toEqual({ sort: 'oldest' })
  })

  it('decide about a new picture where they can', () => {
    const image = picture(1, 1000, { steps: 4, width: 512 })
    expect(belongs(image, {})).toBe(true)
    expect(belongs(image, { steps: 4, from: 1000, until: 1001 })).toBe(true)
    expect(belongs(image, { until: 1000 })).toBe(false)
    expect(belongs(image, { starred: true })).toBe(false)
    expect(belongs(image, { search: 'fox' })).toBe('unknown')
    expect(belongs(image, { search: 'fox', steps: 8 })).toBe(false)
  })

  it('are read from what was stored, whatever that is', () => {
    expect(readFilter(null)).toEqual({})
    expect(readFilter('fox')).toEqual({})
    expect(readFilter({ search: 'fox', steps: '4', starred: true, sort: 'sideways', other: 1 })).toEqual({
      search: 'fox',
      starred: true,
    })
  })

  it('are named in a few words', () => {
    const words = { t: en.gallery, locale: 'en', boardName: (id: string) => (id === 'b' ? 'Foxes' : '') }
    expect(chipText('board', { boardId: 'b' }, words)).toBe('Foxes')
    expect(chipText('size', { width: 512, height: 768 }, words)).toBe('512 × 768')
    const day = { from: dayStart('2026-11-20'), until: nextDayStart('2026-11-20') }
    expect(chipText('date', day, words)).toBe('Nov 20, 2026')
    expect(chipText('date', { until: nextDayStart('2026-11-22') }, words)).toBe('until Nov 22, 2026')
  })
})
