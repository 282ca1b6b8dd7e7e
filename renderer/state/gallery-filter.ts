import type { Image, ImageFilter } from '../api/contract.ts'

/** What the interface shows as one filter. A size and a span of time are two parameters each. */
export const FILTERS = {
  search: ['search'],
  model: ['modelName'],
  lora: ['lora'],
  size: ['width', 'height'],
  steps: ['steps'],
  starred: ['starred'],
  rating: ['minRating'],
  board: ['boardId'],
  date: ['from', 'until'],
} as const satisfies Record<string, readonly (keyof ImageFilter)[]>

export type FilterName = keyof typeof FILTERS

const NAMES = Object.keys(FILTERS) as FilterName[]

/** The filters that are set, in a fixed order. */
export function activeFilters(filter: ImageFilter): FilterName[] {
  return NAMES.filter((name) => FILTERS[name].some((key) => filter[key] !== undefined && filter[key] !== ''))
}

export function withoutFilter(filter: ImageFilter, name: FilterName): ImageFilter {
  const dropped: readonly string[] = FILTERS[name]
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !dropped.includes(key)))
}

/** Everything again, in the same order. */
export function withoutFilters({ sort }: ImageFilter): ImageFilter {
  return sort === undefined ? {} : { sort }
}

/** Whether a new picture belongs to what is shown; `unknown` where only the back end can tell. */
export function belongs(image: Image, filter: ImageFilter): boolean | 'unknown' {
  const { modelName, width, height, steps, starred, minRating, from, until } = filter
  const fits =
    (modelName === undefined || image.modelName === modelName) &&
    (width === undefined || image.width === width) &&
    (height === undefined || image.height === height) &&
    (steps === undefined || image.steps === steps) &&
    (starred === undefined || image.starred === starred) &&
    (minRating === undefined || image.rating >= minRating) &&
    (from === undefined || image.createdAt >= from) &&
    (until === undefined || image.createdAt < until)
  if (!fits) return false
  const asked = filter.search !== undefined || filter.lora !== undefined || filter.boardId !== undefined
  return asked ? 'unknown' : true
}

/** Whether a star, a rating or a board decides what is shown, or where. */
export function dependsOnMarks({ starred, minRating, boardId, sort }: ImageFilter): boolean {
  return starred !== undefined || minRating !== undefined || boardId !== undefined || sort === 'rating'
}

/** A filter as it was stored; anything else that was stored there is none. */
export function readFilter(stored: unknown): ImageFilter {
  if (typeof stored !== 'object' || stored === null) return {}
  const texts = ['search', 'modelName', 'lora', 'boardId']
  const numbers = ['width', 'height', 'steps', 'minRating', 'from', 'until']
  return Object.fromEntries(
    Object.entries(stored).filter(
      ([key, value]) =>
        (texts.includes(key) && typeof value === 'string') ||
        (numbers.includes(key) && typeof value === 'number') ||
        (key === 'starred' && typeof value === 'boolean') ||
        (key === 'sort' && ['newest', 'oldest', 'rating'].includes(String(value))),
    ),
  )
}
