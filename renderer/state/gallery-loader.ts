import type { PageStart } from '../api/client.ts'
import type { ImageFilter, ImagePage } from '../api/contract.ts'
import type { GridSection } from './gallery-geometry.ts'
import { PageCache } from './gallery-pages.ts'

export type FetchPage = (
  filter: ImageFilter,
  start: PageStart,
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
/** What one request may ask for: used where all of a range is wanted. */
const LARGEST_PAGE = 500
const MOST_HELD = 20_000

/**
 * Loads the pictures of a gallery by place: where a loaded page ends by its cursor, which nothing that happens meanwhile
 * can shift, and elsewhere by counting.
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
  /** Was said to no longer fit the back end's gallery. */
  #stale = false

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

  /**
   * Brings the page that holds a place.
   * @throws RangeError where there is no such place: the gallery is another than its sections told
   */
  async #load(index: number, limit: number): Promise<void> {
    const shifts = this.#shifts
    const { cursor, index: known } = this.cache.resumeBefore(index)
    const follows = cursor !== null && index - known < limit
    // In steps, so that scrolling up asks for a page now and then and not for each row.
    const counted = index - (index % PAGE)
    const at = follows ? { cursor } : { offset: counted }
    const page = await this.#options.fetchPage(this.filter, at, limit, this.#stopped.signal)
    if (shifts !== this.#shifts) return
    const start = follows ? known : counted - this.#unannounced(page)
    const hidden = Math.max(0, -start)
    this.cache.put({ ...page, start: start + hidden, images: page.images.slice(hidden) })
    if (this.cache.get(index) === undefined) throw new RangeError(`The gallery has no picture ${index}.`)
  }

  /** Pictures that came before all others and have yet to be announced: a page that was counted lies so much earlier. */
  #unannounced({ total }: ImagePage): number {
    const more = total - this.#total
    if (more > 0 && (this.filter.sort ?? 'newest') === 'newest') return more
    if (more !== 0 && !this.#stale) this.#options.onError(new RangeError('The gallery has changed.'))
    this.#stale ||= more !== 0
    return 0
  }
}

function countOf(sections: readonly GridSection[]): number {
  return sections.reduce((sum, section) => sum + section.count, 0)
}
