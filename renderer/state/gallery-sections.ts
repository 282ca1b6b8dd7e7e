import type { Image, ImageDays, ImageFilter } from '../api/contract.ts'
import { dayOf } from './gallery-days.ts'
import type { GridSection } from './gallery-geometry.ts'

/** The headings of a gallery: its days in the order of the pictures, or one nameless section where that is by rating. */
export function sectionsOf({ days }: ImageDays, filter: ImageFilter): GridSection[] {
  if (filter.sort === 'rating') {
    const count = days.reduce((sum, day) => sum + day.count, 0)
    return count === 0 ? [] : [{ day: '', count }]
  }
  const direction = filter.sort === 'oldest' ? 1 : -1
  return days.toSorted((a, b) => (a.day < b.day ? -direction : direction))
}

/** The sections with one picture more before all others. */
export function withFirst(sections: readonly GridSection[], image: Image): GridSection[] {
  const day = dayOf(image.createdAt)
  const [first, ...rest] = sections
  if (first?.day === day) return [{ day, count: first.count + 1 }, ...rest]
  return [{ day, count: 1 }, ...sections]
}

/** The sections less these pictures; null where one lies in none of them. */
export function withoutImages(sections: readonly GridSection[], removed: readonly Image[]): GridSection[] | null {
  const counts = new Map(sections.map(({ day, count }) => [day, count]))
  for (const image of removed) {
    const day = counts.has('') ? '' : dayOf(image.createdAt)
    const count = counts.get(day) ?? 0
    if (count === 0) return null
    counts.set(day, count - 1)
  }
  return sections.flatMap(({ day }) => {
    const count = counts.get(day) ?? 0
    return count === 0 ? [] : [{ day, count }]
  })
}
