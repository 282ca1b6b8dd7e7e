import type { ImageQuery } from '../../server/contract/library.ts'
import type { Position } from '../page-cursor.ts'
import type { Matches } from './match-pictures.ts'
import type { PictureTable } from './picture-table.ts'

interface PageBounds {
  readonly sort: ImageQuery['sort']
  /** Where the page before ended. */
  readonly after: Position | null
  readonly limit: number
}

/** Places of the next pictures that match, in the order of a sorting. */
export function placesOfPage(table: PictureTable, { at }: Matches, { sort, after, limit }: PageBounds): number[] {
  const places: number[] = []
  const { codes } = table.marks
  const walkDown = (from: number, allowed: Uint8Array): void => {
    for (let place = from; place >= 0 && places.length < limit; place--) {
      if (at[place] === 1 && allowed[codes[place] as number] === 1) places.push(place)
    }
  }
  const last = table.count - 1
  const lastBefore = after === null ? last : table.firstFrom(after.seq) - 1
  if (sort === 'oldest') {
    const first = after === null ? 0 : table.firstFrom(after.seq + 1)
    for (let place = first; place <= last && places.length < limit; place++) if (at[place] === 1) places.push(place)
  } else if (sort === 'newest') {
    walkDown(
      lastBefore,
      table.marks.allow(() => true),
    )
  } else {
    for (const rating of ratingsDownFrom(table, after?.rating ?? Infinity)) {
      const allowed = table.marks.allow((mark) => mark.rating === rating)
      walkDown(rating === after?.rating ? lastBefore : last, allowed)
    }
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
