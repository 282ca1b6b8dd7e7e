import type { Image } from '../api/contract.ts'

/** A stretch of the gallery as one request answered it. */
export interface LoadedPage {
  /** Index of its first picture in the whole gallery. */
  start: number
  images: Image[]
  /** Continues after its last picture; null where the gallery ends there. */
  nextCursor: string | null
}

function endOf(page: LoadedPage): number {
  return page.start + page.images.length
}

/** Brings what a user or the file system changes about pictures up to date; the others stay as they are. */
export function marksFrom(read: readonly Image[]): (image: Image) => Image {
  const byId = new Map(read.map((image) => [image.id, image]))
  return (image) => {
    const now = byId.get(image.id)
    return now === undefined ? image : { ...image, starred: now.starred, rating: now.rating, present: now.present }
  }
}

/** Pictures known so far, by their place: pages that do not overlap, in order. Places in between are not loaded. */
export class PageCache {
  #pages: LoadedPage[] = []

  /** Index in `#pages` of the last page that starts at or before a place; -1 where none does. */
  #lastAt(index: number): number {
    let low = 0
    let high = this.#pages.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#pages[middle] as LoadedPage).start <= index) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  get(index: number): Image | undefined {
    const page = this.#pages[this.#lastAt(index)]
    return page?.images[index - page.start]
  }

  /** Place of a loaded picture; -1 where it is not loaded. */
  indexOf(id: string): number {
    for (const page of this.#pages) {
      const within = page.images.findIndex((image) => image.id === id)
      if (within >= 0) return page.start + within
    }
    return -1
  }

  /** Pictures held. */
  get size(): number {
    return this.#pages.reduce((sum, page) => sum + page.images.length, 0)
  }

  /** First place in [start, end) that is not loaded; `end` where all are. */
  firstMissing(start: number, end: number): number {
    let at = start
    for (let next = Math.max(0, this.#lastAt(start)); at < end && next < this.#pages.length; next++) {
      const page = this.#pages[next] as LoadedPage
      if (page.start > at) return at
      at = Math.max(at, endOf(page))
    }
    return Math.min(at, end)
  }

  /** The nearest place at or before a missing one from which loading can go on; the start of the gallery at worst. */
  resumeBefore(index: number): { index: number; cursor: string | null } {
    for (let at = this.#lastAt(index); at >= 0; at--) {
      const page = this.#pages[at] as LoadedPage
      if (page.nextCursor !== null && endOf(page) <= index) return { index: endOf(page), cursor: page.nextCursor }
    }
    return { index: 0, cursor: null }
  }

  /** Adds a page. Where it overlaps others, every place ends up held once. */
  put(page: LoadedPage): void {
    const before = this.#pages[this.#lastAt(page.start)]
    const covered = before === undefined ? 0 : Math.max(0, endOf(before) - page.start)
    const added = { ...page, start: page.start + covered, images: page.images.slice(covered) }
    if (added.images.length === 0) return
    const rest = this.#pages.flatMap((other) => {
      if (other.start < added.start || other.start >= endOf(added)) return [other]
      const hidden = endOf(added) - other.start
      if (hidden >= other.images.length) return []
      return [{ ...other, start: endOf(added), images: other.images.slice(hidden) }]
    })
    this.#pages = [...rest, added].toSorted((a, b) => a.start - b.start)
  }

  /** A new picture came before all others. */
  insertFirst(image: Image): void {
    const shifted = this.#pages.map((page) => ({ ...page, start: page.start + 1 }))
    const [first, ...rest] = shifted
    if (first?.start === 1) this.#pages = [{ ...first, start: 0, images: [image, ...first.images] }, ...rest]
    else this.#pages = shifted
  }

  /**
   * Takes pictures out and closes the gaps.
   * @returns the pictures that were held; those not among them lie where nothing is loaded
   */
  remove(ids: ReadonlySet<string>): Image[] {
    const removed: Image[] = []
    let shift = 0
    this.#pages = this.#pages.flatMap((page) => {
      const images = page.images.filter((image) => !ids.has(image.id))
      removed.push(...page.images.filter((image) => ids.has(image.id)))
      const start = page.start - shift
      shift += page.images.length - images.length
      return images.length === 0 ? [] : [{ ...page, start, images }]
    })
    return removed
  }

  /** Replaces pictures in place, such as one that was starred. */
  replace(change: (image: Image) => Image): void {
    this.#pages = this.#pages.map((page) => ({ ...page, images: page.images.map(change) }))
  }

  /** Forgets whole pages farthest from [start, end) until at most `limit` pictures are held. */
  evict(start: number, end: number, limit: number): void {
    let held = this.size
    if (held <= limit) return
    const distance = (page: LoadedPage) => Math.max(0, page.start - end, start - endOf(page))
    const forgotten = new Set<LoadedPage>()
    for (const page of this.#pages.toSorted((a, b) => distance(b) - distance(a))) {
      if (held <= limit || distance(page) === 0) break
      forgotten.add(page)
      held -= page.images.length
    }
    this.#pages = this.#pages.filter((page) => !forgotten.has(page))
  }
}
