import type { Client } from '../api/client.ts'
import type { Image, ImageFilter, StudioEvent } from '../api/contract.ts'
import { belongs, dependsOnMarks } from './gallery-filter.ts'
import type { GridSection } from './gallery-geometry.ts'
import { GalleryLoader } from './gallery-loader.ts'
import { marksFrom } from './gallery-pages.ts'
import { withoutMarks, type Marks } from './picture-marks.ts'
import { RemovedPictures } from './gallery-removed.ts'
import { sectionsOf, withFirst, withoutImages } from './gallery-sections.ts'

type GalleryStatus = 'loading' | 'ready' | 'failed'

const REFRESH_DELAY_MS = 150
/** Beyond this many changed pictures, what is shown is read anew rather than picture by picture. */
const MOST_SINGLE_READS = 24

/** The pictures of the library under a filter, by place, kept up to date by the back end's events. */
export class GallerySource {
  #filter = $state.raw<ImageFilter>({})
  #sections = $state.raw<readonly GridSection[]>([])
  #status = $state<GalleryStatus>('loading')
  #error = $state.raw<unknown>(null)
  /** Rises whenever a place may show something else than before. */
  #revision = $state(0)
  readonly #images: Client['images']
  #loader: GalleryLoader
  #wanted = { start: 0, end: 0 }
  #refreshes = 0
  /** Events so far. One that comes while the gallery is read anew may be in the answer, or not. */
  #happened = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #removed = new RemovedPictures()

  /** The pictures as they are now; reading it follows every change. */
  readonly #shown = $derived.by(() => ({ loader: this.#loader, revision: this.#revision }))

  constructor(images: Client['images'], filter: ImageFilter) {
    this.#images = images
    this.#filter = filter
    this.#loader = this.#load(filter, [])
  }

  get filter(): ImageFilter {
    return this.#filter
  }

  /** The filter that the places shown belong to; `filter` may be ahead of it. */
  get shownFilter(): ImageFilter {
    return this.#shown.loader.filter
  }

  get sections(): readonly GridSection[] {
    return this.#sections
  }

  get status(): GalleryStatus {
    return this.#status
  }

  get error(): unknown {
    return this.#error
  }

  get count(): number {
    return this.#sections.reduce((sum, section) => sum + section.count, 0)
  }

  /** The picture at a place; undefined while it is not loaded. Reactive. */
  at(index: number): Image | undefined {
    return this.#shown.loader.cache.get(index)
  }

  /** Place of a loaded picture, else -1. Reactive. */
  indexOf(id: string): number {
    return this.#shown.loader.cache.indexOf(id)
  }

  want(start: number, end: number): void {
    this.#wanted = { start, end }
    this.#loader.want(start, end)
  }

  /** Ids of the places [start, end), loading what is missing. */
  idsIn(start: number, end: number, signal: AbortSignal): Promise<string[]> {
    return this.#loader.idsIn(start, end, signal)
  }

  /** Finds the place of a picture that may not be loaded. @returns -1 where the filter leaves it out */
  async locate({ id, createdAt }: Pick<Image, 'id' | 'createdAt'>): Promise<number> {
    const filter = this.shownFilter
    const known = this.indexOf(id)
    if (known >= 0 || filter.sort === 'rating') return known
    const { from = 0, until = Number.MAX_SAFE_INTEGER } = filter
    const upTo =
      filter.sort === 'oldest' ? { until: Math.min(until, createdAt + 1) } : { from: Math.max(from, createdAt) }
    const { total } = await this.#images.page({ ...filter, ...upTo }, { offset: 0 }, 1)
    // Others of the same millisecond may lie on either side.
    await this.#loader.idsIn(Math.max(0, total - 3), total + 2, AbortSignal.timeout(10_000))
    return this.indexOf(id)
  }

  async show(filter: ImageFilter): Promise<void> {
    this.#filter = filter
    this.#wanted = { start: 0, end: 0 }
    await this.refresh()
  }

  /** Reads the gallery anew; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#refreshes += 1
    const turn = this.#refreshes
    const happened = this.#happened
    const filter = this.#filter
    try {
      const sections = sectionsOf(await this.#images.days(filter), filter)
      if (turn !== this.#refreshes) return
      const loader = this.#load(filter, sections)
      const end = Math.max(this.#wanted.end, Math.min(100, loader.total))
      await loader.idsIn(this.#wanted.start, end, AbortSignal.timeout(10_000))
      if (turn === this.#refreshes) this.#use(loader)
    } catch (error) {
      if (turn !== this.#refreshes) return
      this.#error = error
      this.#status = 'failed'
    }
    if (turn === this.#refreshes && happened !== this.#happened) this.#refreshSoon()
  }

  /** @returns whether it was taken in at the front (its place is 0) */
  handle(event: StudioEvent): boolean {
    if (event.type === 'imageAdded' || event.type === 'imagesChanged') this.#happened += 1
    if (event.type === 'imageAdded') return this.#add(event.image)
    if (event.type === 'imagesChanged') void this.#reread(event.ids)
    return false
  }

  remove(ids: readonly string[]): void {
    const fresh = this.#removed.add(ids)
    if (fresh.size === 0) return
    this.#happened += 1
    const loaded = [...fresh].flatMap((id) => this.#loader.cache.get(this.#loader.cache.indexOf(id)) ?? [])
    const sections = loaded.length === fresh.size ? withoutImages(this.#sections, loaded) : null
    if (sections === null) {
      this.#refreshSoon()
      return
    }
    this.#loader.shift(sections, (cache) => cache.remove(fresh))
    this.#show(sections)
  }

  /** Pictures that were taken back out of the trash. */
  async restore(ids: readonly string[]): Promise<void> {
    this.#removed.restore(ids)
    await this.refresh()
  }

  /** Shows a change at once that the back end is being asked for. @returns what takes it back */
  patch(ids: ReadonlySet<string>, change: Marks): () => void {
    // Nothing that is drawn depends on it.
    // eslint-disable-next-line svelte/prefer-svelte-reactivity
    const before = new Map<string, Image>()
    this.#replace((image) => {
      if (!ids.has(image.id)) return image
      before.set(image.id, image)
      return { ...image, ...change }
    })
    return () => {
      this.#replace((image) => {
        const old = before.get(image.id)
        return old === undefined ? image : withoutMarks(image, change, old)
      })
    }
  }

  #replace(change: (image: Image) => Image): void {
    this.#loader.cache.replace(change)
    this.#revision += 1
  }

  #load(filter: ImageFilter, sections: readonly GridSection[]): GalleryLoader {
    return new GalleryLoader({
      filter,
      sections,
      fetchPage: this.#images.page,
      onLoad: () => {
        this.#revision += 1
      },
      onError: (error) => {
        this.#error = error
        // Places that shifted in another window: the days no longer fit.
        if (error instanceof RangeError) this.#refreshSoon()
      },
    })
  }

  #use(loader: GalleryLoader): void {
    this.#loader.stop()
    this.#loader = loader
    this.#status = 'ready'
    this.#error = null
    this.#show(loader.sections)
  }

  #show(sections: readonly GridSection[]): void {
    this.#sections = sections
    this.#revision += 1
    this.#loader.want(this.#wanted.start, this.#wanted.end)
  }

  #add(image: Image): boolean {
    this.#removed.restore([image.id])
    const member = belongs(image, this.#filter)
    if (member === false || this.#loader.cache.indexOf(image.id) >= 0) return false
    const newest = this.#loader.cache.get(0)
    const first = newest === undefined ? this.count === 0 : image.createdAt >= newest.createdAt
    if (member === 'unknown' || this.#status !== 'ready' || (this.#filter.sort ?? 'newest') !== 'newest' || !first) {
      this.#refreshSoon()
      return false
    }
    const sections = withFirst(this.#sections, image)
    this.#loader.shift(sections, (cache) => {
      cache.insertFirst(image)
    })
    this.#show(sections)
    return true
  }

  async #reread(ids: readonly string[]): Promise<void> {
    const loaded = ids.filter((id) => this.#loader.cache.indexOf(id) >= 0)
    if (dependsOnMarks(this.#filter) || loaded.length > MOST_SINGLE_READS) {
      this.#refreshSoon()
      return
    }
    const read = await Promise.allSettled(loaded.map((id) => this.#images.detail(id)))
    const details = read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    this.#replace(marksFrom(details))
  }

  /** Several events of one moment are answered by one reading. */
  #refreshSoon(): void {
    this.#timer ??= setTimeout(() => {
      void this.refresh()
    }, REFRESH_DELAY_MS)
  }
}
