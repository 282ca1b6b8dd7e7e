import type { ImageQuery } from '../server/contract/library.ts'
import type { Facets, ImageDay } from './library.ts'
import type { Matches } from './picture-table/match-pictures.ts'
import type { PictureTable } from './picture-table/picture-table.ts'
import { SEQS_PER_MS } from './time-order.ts'

/** All time zones begin their days at a quarter of an hour of UTC. */
const QUARTER_MS = 15 * 60 * 1000
const QUARTER_SEQS = QUARTER_MS * SEQS_PER_MS

/** How many of the pictures that match each day of the computer's time zone holds, in the order of the sorting. */
export function countDays(table: PictureTable, matches: Matches, sort: ImageQuery['sort']): ImageDay[] {
  const quarters = countQuarters(table, matches)
  const counts = new Map<string, number>()
  for (const [quarter, count] of sort === 'oldest' ? quarters : quarters.toReversed()) {
    const day = localDay(new Date(quarter * QUARTER_MS))
    counts.set(day, (counts.get(day) ?? 0) + count)
  }
  return Array.from(counts, ([day, count]) => ({ day, count }))
}

/** Quarters of an hour since 1970 with their counts, in the order of time. */
function countQuarters(table: PictureTable, { at }: Matches): [quarter: number, count: number][] {
  const quarters: [number, number][] = []
  let [current, end] = [[NaN, 0] as [number, number], -Infinity]
  for (let place = 0; place < table.count; place++) {
    if (at[place] === 0) continue
    const seq = table.seqAt(place)
    if (seq >= end) {
      current = [Math.floor(seq / QUARTER_SEQS), 0]
      end = (current[0] + 1) * QUARTER_SEQS
      quarters.push(current)
    }
    current[1] += 1
  }
  return quarters
}

function localDay(time: Date): string {
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  const year = String(time.getFullYear()).padStart(4, '0')
  return `${year}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`
}

/** The values that occur among the gallery's pictures, most frequent first; steps in their order. */
export function countFacets(table: PictureTable): Facets {
  const models = table.models.occurring()
  const sizes = table.sizes.occurring()
  const steps = table.steps.occurring()
  const loras = new Map<string, number>()
  for (const { value: names, count } of table.loras.occurring()) {
    for (const name of names) loras.set(name, (loras.get(name) ?? 0) + count)
  }
  return {
    models: models.map(({ value, count }) => ({ value, count })).toSorted(byCountThenName),
    loras: Array.from(loras, ([value, count]) => ({ value, count })).toSorted(byCountThenName),
    sizes: sizes
      .map(({ value, count }) => ({ ...value, count }))
      .toSorted((a, b) => b.count - a.count || a.width - b.width || a.height - b.height),
    steps: steps.map(({ value, count }) => ({ value, count })).toSorted((a, b) => a.value - b.value),
  }
}

interface Counted {
  readonly value: string
  readonly count: number
}

function byCountThenName(a: Counted, b: Counted): number {
  return b.count - a.count || (a.value < b.value ? -1 : 1)
}
