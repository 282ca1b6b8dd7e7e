import { describe, expect, it } from 'vitest'
import { dayHeading, dayOf, dayStart, nextDayStart } from '../../../../renderer/state/gallery-days.ts'
import { sectionsOf, withFirst, withoutImages } from '../../../../renderer/state/gallery-sections.ts'
import { picture } from './gallery-library.ts'

const days = {
  days: [
    { day: '2026-11-22', count: 2 },
    { day: '2026-11-23', count: 1 },
  ],
}
const at = (day: string, hour: number) => dayStart(day) + hour * 3_600_000

describe('sections', () => {
  it('come in the order of the pictures', () => {
    expect(sectionsOf(days, {}).map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-22'])
    expect(sectionsOf(days, { sort: 'oldest' }).map(({ day }) => day)).toEqual(['2026-11-22', '2026-11-23'])
    expect(sectionsOf(days, { sort: 'rating' })).toEqual([{ day: '', count: 3 }])
  })

  it('take a new picture into its day, or into a new one', () => {
    const sections = sectionsOf(days, {})
    expect(withFirst(sections, picture(1, at('2026-11-23', 20)))[0]).toEqual({ day: '2026-11-23', count: 2 })
    expect(withFirst(sections, picture(1, at('2026-11-24', 1)))[0]).toEqual({ day: '2026-11-24', count: 1 })
  })

  it('lose a day with its last picture', () => {
    const sections = sectionsOf(days, {})
    expect(withoutImages(sections, [picture(1, at('2026-11-23', 9))])).toEqual([{ day: '2026-11-22', count: 2 }])
    expect(withoutImages(sections, [picture(1, at('2026-11-20', 9))])).toBeNull()
    expect(withoutImages([{ day: '', count: 2 }], [picture(1, 5)])).toEqual([{ day: '', count: 1 }])
  })
})

describe('days', () => {
  it('begin and end at local midnight', () => {
    expect(dayOf(dayStart('2026-03-29'))).toBe('2026-03-29')
    expect(dayOf(nextDayStart('2026-03-29') - 1)).toBe('2026-03-29')
    expect(dayOf(nextDayStart('2026-12-31'))).toBe('2027-01-01')
  })

  it('are headed in words', () => {
    const words = { today: 'Today', yesterday: 'Yesterday' }
    const now = at('2026-11-23', 1)
    expect(dayHeading('2026-11-23', now, 'en', words)).toBe('Today')
    expect(dayHeading('2026-11-22', now, 'en', words)).toBe('Yesterday')
    expect(dayHeading('2026-11-20', now, 'en', words)).toBe('Friday, November 20')
    expect(dayHeading('2025-11-20', now, 'de', words)).toBe('Donnerstag, 20. November 2025')
  })
})
