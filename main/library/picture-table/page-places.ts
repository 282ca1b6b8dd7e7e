import type { ImageQuery } from '../../server/contract/library.ts'
import type { Position } from '../page-cursor.ts'
import type { Matches } from './match-pictures.ts'
import type { PictureTable } from './picture-table.ts'

interface PlacesWanted {
  readonly sort: ImageQuery['sort']
  /** Where the page before ended. */
  readonly after: Position | null
  /** How many are passed over from there. */
  readonly offset: number
  readonly limit: number
}

/** Places of the next pictures that match, in the order of a sorting. */
export function placesOfPage(table: PictureTable, { at }: Matches, wanted: PlacesWanted): number[] {
  const { sort, after, offset, limit } = wanted
  const last = table.count - 1
  const { codes } = table.marks
  const places: number[] = []
  let passed = 0
  const walk = (from: number, step: 1 | -1, allowed: Uint8Array): void => {
    for (let place = from; place >= 0 && place <= last && places.length < limit; place += step) {
      if (at[place] === 0 || allowed[codes[place] as number] === 0) continue
      if (passed >= offset) places.push(place)
      passed += 1
    }
  }
  const firstAfter = after === null ? 0 : table.firstFrom(after.seq + 1)
  const lastBefore = after === null ? last : table.firstFrom(after.seq) - 1
  if (sort === 'rating') {
    for (const rating of ratingsDownFrom(table, after?.rating ?? Infinity)) {
      const allowed = table.marks.allow((mark) => mark.rating === rating)
      walk(rating === after?.rating ? lastBefore : last, -1, allowed)
    }
  } else {
    const all = table.marks.allow(() => true)
    if (sort === 'oldest') walk(firstAfter, 1, all)
    else walk(lastBefore, -1, all)
  }
  return places
}

function ratingsDownFrom(table: PictureTable, highest: number): number[] {
  const ratings = new Set(table.marks.values.map(({ rating }) => rating))
  return [...ratings].filter((rating) => rating <= highest).toSorted((a, b) => b - a)
}

/** What a cursor says of a place. */
export function positionOf(table: PictureTable, place: number): Position {
  return { rating: table.marks.at(place).rating, seq: table.seqAt(place) }
}
