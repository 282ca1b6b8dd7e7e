import type { PageStart } from '../../../../renderer/api/client.ts'
import type { Image, ImageDays, ImageFilter, ImagePage } from '../../../../renderer/api/contract.ts'
import { dayOf } from '../../../../renderer/state/gallery-days.ts'

/** A picture for tests; `number` decides its id. */
export function picture(number: number, createdAt: number, change: Partial<Image> = {}): Image {
  return {
    id: `im${number.toString(36).padStart(14, '0')}`,
    width: 512,
    height: 512,
    prompt: `picture ${number}`,
    seed: number,
    modelName: 'model',
    steps: 4,
    starred: false,
    rating: 0,
    createdAt,
    present: true,
    ...change,
  }
}

/** What the back end answers about a list of pictures, newest first: pages by cursor, totals under the filter. */
export class FakeLibrary {
  images: Image[]
  requests = 0

  constructor(images: Image[]) {
    this.images = images
  }

  #matching({ from = 0, until = Number.MAX_SAFE_INTEGER, starred, minRating = 0, sort }: ImageFilter): Image[] {
    const found = this.images.filter(
      (image) =>
        image.createdAt >= from &&
        image.createdAt < until &&
        (starred === undefined || image.starred === starred) &&
        image.rating >= minRating,
    )
    if (sort === 'rating') return found.toSorted((a, b) => b.rating - a.rating)
    return sort === 'oldest' ? found.toReversed() : found
  }

  page = (filter: ImageFilter, at: PageStart, limit: number): Promise<ImagePage> => {
    this.requests += 1
    const found = this.#matching(filter)
    const start = 'offset' in at ? at.offset : found.findIndex(({ id }) => id === at.cursor) + 1
    const images = found.slice(start, start + limit)
    const more = start + limit < found.length
    return Promise.resolve({ images, nextCursor: more ? (images.at(-1)?.id ?? null) : null, total: found.length })
  }

  days(filter: ImageFilter = {}): ImageDays {
    const counts = new Map<string, number>()
    for (const { createdAt } of this.#matching(filter)) {
      const day = dayOf(createdAt)
      counts.set(day, (counts.get(day) ?? 0) + 1)
    }
    return { days: [...counts].map(([day, count]) => ({ day, count })) }
  }
}
