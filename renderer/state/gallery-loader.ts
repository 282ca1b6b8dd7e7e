import type { ImageFilter, ImagePage } from '../api/contract.ts'
import { dayStart, nextDayStart } from './gallery-days.ts'
import type { GridSection } from './gallery-geometry.ts'
import { PageCache } from './gallery-pages.ts'

export type FetchPage = (
  filter: ImageFilter,
  cursor: string | null,
  limit: number,
  signal: AbortSignal,
) => Promise<ImagePage>

interface LoaderOptions {
  readonly filter: ImageFilter
  readonly sections: readonly GridSection[]
  readonly fetchPage: FetchPage
  /** After every page that came. */
  readonly onLoad: () => void
  /** Once per request that failed; loading goes on with the next `want`. */
  readonly onError: (error: unknown) => void
}

const PAGE = 100
/** What one request may ask for: used where pages are walked through on the way to another place. */
const LARGEST_PAGE = 500
const MOST_HELD = 20_000
/** Probes that halve a day until a page holds the wanted place: enough for a million pictures on one day. */
const MOST_PROBES = 14

/**
 * Loads the pictures of a gallery by place. The back end knows pages by cursor only; a place far from every known
 * cursor is reached by time: a page that is asked for `until` a moment tells by its total how many pictures come before
 * it, and so where it lies.
 */
export class GalleryLoader {
  readonly filter: ImageFilter
  readonly cache = new PageCache()
  readonly #options: LoaderOptions
  readonly #stopped = new AbortController()
  #sections: readonly GridSection[]
  #total: number
  #wanted = { start: 0, end: 0 }
  #running = false
  #collecting = 0
  /** Rises when places shift, so that a page that was under way is not put where it no longer belongs. */
  #shifts = 0

  constructor(options: LoaderOptions) {
    this.#options = options
    this.filter = options.filter
    this.#sections = options.sections
    this.#total = countOf(options.sections)
  }

  get sections(): readonly GridSection[] {
    return this.#sections
  }

  /** Pictures in all. */
  get total(): number {
    return this.#total
  }

  /** Asks for the places [start, end); a later call replaces what was asked before. */
  want(start: number, end: number): void {
    this.#wanted = { start: Math.max(0, start), end: Math.min(this.#total, end) }
    if (!this.#running) void this.#run()
  }

  stop(): void {
    this.#stopped.abort()
  }

  /** A picture was added before all others, or pictures were removed: `edit` changes the cache accordingly. */
  shift<T>(sections: readonly GridSection[], edit: (cache: PageCache) => T): T {
    this.#shifts += 1
    this.#sections = sections
    this.#total = countOf(sections)
    return edit(this.cache)
  }

  /**
   * Ids of the places [start, end), in order, loading what is missing.
   * @throws what the request failed with, or the signal's reason
   */
  async idsIn(start: number, end: number, signal: AbortSignal): Promise<string[]> {
    const ids: string[] = []
    this.#collecting += 1
    try {
      for (let at = start; at < Math.min(end, this.#total);) {
        signal.throwIfAborted()
        const image = this.cache.get(at)
        if (image === undefined) {
          await this.#load(at, LARGEST_PAGE)
          continue
        }
        ids.push(image.id)
        at += 1
      }
    } finally {
      this.#collecting -= 1
    }
    return ids
  }

  async #run(): Promise<void> {
    this.#running = true
    try {
      for (let missing = this.#missing(); missing >= 0 && !this.#stopped.signal.aborted; missing = this.#missing()) {
        await this.#load(missing, PAGE)
        if (this.#collecting === 0) this.cache.evict(this.#wanted.start, this.#wanted.end, MOST_HELD)
        this.#options.onLoad()
      }
    } catch (error) {
      if (!this.#stopped.signal.aborted) this.#options.onError(error)
    } finally {
      this.#running = false
    }
  }

  #missing(): number {
    const { start, end } = this.#wanted
    const missing = this.cache.firstMissing(start, end)
    return missing < end ? missing : -1
  }

  /** Brings at least the next page on the way to a place. */
  async #load(index: number, pageSize: number): Promise<void> {
    const resume = this.cache.resumeBefore(index)
    if (index - resume.index > LARGEST_PAGE && (await this.#seek(index, resume.index))) return
    const limit = index - resume.index < pageSize ? pageSize : LARGEST_PAGE
    const shifts = this.#shifts
    const page = await this.#fetch(this.filter, { cursor: resume.cursor, limit }, () => resume.index)
    const ends = page.nextCursor === null && resume.index + page.images.length <= index
    if (ends && shifts === this.#shifts) throw new RangeError(`The gallery ends before its picture ${index}.`)
  }

  /** @returns whether a page came that is nearer to the place than `known` */
  async #seek(index: number, known: number): Promise<boolean> {
    const day = sectionAt(this.#sections, index)?.day ?? ''
    if (day === '') return false
    const oldestFirst = this.filter.sort === 'oldest'
    let near = oldestFirst ? dayStart(day) : nextDayStart(day)
    let far = oldestFirst ? nextDayStart(day) : dayStart(day)
    let nearest = known
    for (let probe = 0, at = near; probe < MOST_PROBES; probe++, at = Math.round((near + far) / 2)) {
      let start = 0
      await this.#fetch(withBound(this.filter, at), { cursor: null, limit: PAGE }, (page) => {
        start = this.#total - page.total
        return start
      })
      if (start <= index) nearest = Math.max(nearest, start)
      if (start <= index && index - start <= LARGEST_PAGE) break
      if (start <= index) near = at
      else if (probe === 0) break
      else far = at
    }
    return nearest > known
  }

  /** Fetches a page and holds it at the place that `startOf` tells. */
  async #fetch(
    filter: ImageFilter,
    { cursor, limit }: { cursor: string | null; limit: number },
    startOf: (page: ImagePage) => number,
  ): Promise<ImagePage> {
    const shifts = this.#shifts
    const page = await this.#options.fetchPage(filter, cursor, limit, this.#stopped.signal)
    if (shifts !== this.#shifts) return page
    const { images, nextCursor } = page
    this.cache.put({ start: startOf(page), images, nextCursor })
    return page
  }
}

function countOf(sections: readonly GridSection[]): number {
  return sections.reduce((sum, section) => sum + section.count, 0)
}

function sectionAt(sections: readonly GridSection[], index: number): GridSection | undefined {
  let first = 0
  return sections.find((section) => (first += section.count) > index)
}

/** The filter that begins the gallery at a moment, within the bounds it has. */
function withBound(filter: ImageFilter, at: number): ImageFilter {
  if (filter.sort === 'oldest') return { ...filter, from: Math.max(filter.from ?? 0, at) }
  return { ...filter, until: Math.min(filter.until ?? Number.MAX_SAFE_INTEGER, at) }
}
