import type { Client } from '../api/client.ts'
import type { ImageFilter, StudioEvent } from '../api/contract.ts'
import { RequestError } from '../api/transport.ts'
import { readFilter } from './gallery-filter.ts'
import type { CellSize } from './gallery-geometry.ts'
import type { GallerySource } from './gallery-source.svelte.ts'
import { NOTHING_SELECTED, selectOnly, selectRange, toggle, without, type Selection } from './selection-model.ts'
import type { UiState } from './ui-state.svelte.ts'

const SECTION = 'gallery'

interface StoredGallery {
  readonly filter: ImageFilter
  readonly cellSize: CellSize
  readonly activeId: string | null
}

/** What was stored; anything that is not as expected is left out. */
export function readStored(stored: unknown): StoredGallery {
  const { filter, cellSize, activeId } = (typeof stored === 'object' ? (stored ?? {}) : {}) as Record<string, unknown>
  return {
    filter: readFilter(filter),
    cellSize: cellSize === 'small' || cellSize === 'large' ? cellSize : 'medium',
    activeId: typeof activeId === 'string' ? activeId : null,
  }
}

interface GalleryOptions {
  readonly source: GallerySource
  readonly images: Pick<Client['images'], 'detail'>
  readonly uiState: UiState
  readonly stored: StoredGallery
  readonly onError: (error: unknown) => void
}

/** How a move in the gallery treats the selection. */
export type PickMode = 'only' | 'toggle' | 'range' | 'addRange'

/** Which picture is looked at, and which are selected. */
export class Gallery {
  readonly source: GallerySource
  readonly #options: GalleryOptions
  #activeId: string | null
  /** Where the active picture was last known; -1 for one that is not in the gallery. */
  #lastIndex = $state(-1)
  /** Whether that is where the user is going, to a picture that has yet to load. */
  #underWay = $state(false)
  #selection = $state.raw<Selection>(NOTHING_SELECTED)
  #cellSize: CellSize
  #collecting = $state.raw<AbortController | null>(null)
  #moves = $state(0)

  constructor(options: GalleryOptions) {
    this.#options = options
    this.source = options.source
    this.#cellSize = $state(options.stored.cellSize)
    this.#activeId = $state(options.stored.activeId)
  }

  readonly activeIndex = $derived.by(() => {
    const known = this.#activeId === null || this.#underWay ? -1 : this.source.indexOf(this.#activeId)
    return known >= 0 ? known : Math.min(this.#lastIndex, this.source.count - 1)
  })

  get activeId(): string | null {
    return this.#activeId
  }

  /** Rises with every move of the user's, which grids then scroll to. */
  get moves(): number {
    return this.#moves
  }

  get selectedIds(): ReadonlySet<string> {
    return this.#selection.ids
  }

  /** Ids that an action applies to: the selected pictures, or the one looked at. */
  get targets(): readonly string[] {
    if (this.#selection.ids.size > 0) return [...this.#selection.ids]
    return this.#activeId === null ? [] : [this.#activeId]
  }

  get cellSize(): CellSize {
    return this.#cellSize
  }

  set cellSize(size: CellSize) {
    this.#cellSize = size
    this.#store()
  }

  /** Ids of a large range are being fetched. */
  get collecting(): boolean {
    return this.#collecting !== null
  }

  async start(): Promise<void> {
    await this.source.refresh()
    if (this.#activeId === null) await this.goTo(0)
    else await this.#locate(this.#activeId)
  }

  async filterBy(filter: ImageFilter): Promise<void> {
    this.#selection = NOTHING_SELECTED
    this.#place(-1)
    await this.source.show(filter)
    this.#store()
  }

  /** Looks at the picture at a place. */
  async goTo(index: number, pick: PickMode = 'only'): Promise<void> {
    if (index < 0 || index >= this.source.count) return
    const from = this.activeIndex
    const image = this.source.at(index)
    this.#place(index, image === undefined)
    const move = (this.#moves += 1)
    const id = image?.id ?? (await this.#idsIn(index, index + 1))[0]
    if (this.#moves !== move || this.#lastIndex !== index) return
    this.#underWay = false
    if (id === undefined) return
    if (pick === 'range' || pick === 'addRange') await this.#pickRange(from, index, pick === 'addRange')
    else this.#selection = pick === 'toggle' ? toggle(this.#selection, id) : selectOnly(id)
    this.#activate(id)
  }

  /** Looks at a picture that may lie outside the gallery, such as a parent. */
  show(id: string): void {
    this.#place(this.source.indexOf(id))
    this.#selection = selectOnly(id)
    this.#activate(id)
    if (this.#lastIndex < 0) void this.#locate(id)
  }

  async selectAll(): Promise<void> {
    const ids = await this.#idsIn(0, this.source.count)
    if (ids.length > 0) this.#selection = selectRange(this.#selection, ids, false)
  }

  /** Also ends the fetching of a large range. */
  clearSelection(): void {
    this.#collecting?.abort()
    this.#selection = NOTHING_SELECTED
  }

  receive(event: StudioEvent): void {
    if (event.type === 'imagesRemoved') this.forget(event.ids)
    else this.source.handle(event)
  }

  /** Pictures were removed: the one that takes the active one's place is looked at. */
  forget(ids: readonly string[]): void {
    const before = this.activeIndex
    const removed = selectRange(NOTHING_SELECTED, ids, false)
    let place = before
    // Of neighbours that go together, the first one's place is taken.
    while (place > 0 && removed.ids.has(this.source.at(place - 1)?.id ?? '')) place -= 1
    this.source.remove(ids)
    this.#selection = without(this.#selection, ids)
    if (this.#activeId === null || !removed.ids.has(this.#activeId)) return
    this.#activeId = null
    void this.goTo(this.#nearest(Math.max(0, Math.min(place, this.source.count - 1)), removed.ids))
  }

  /**
   * After events were missed: reads the gallery anew. The picture that is looked at stays if it is still there; else
   * the one that has its place now is looked at.
   */
  async catchUp(): Promise<void> {
    const place = this.activeIndex
    await this.source.refresh()
    const id = this.#activeId
    if (id !== null && (this.source.status !== 'ready' || this.source.indexOf(id) >= 0)) return
    if (id !== null && (await this.#isThere(id))) return
    if (this.#activeId !== id) return
    this.#activeId = null
    this.#selection = NOTHING_SELECTED
    await this.goTo(Math.max(0, Math.min(place, this.source.count - 1)))
  }

  /** The next place, else the one before, whose picture is not removed: places may not have closed up yet. */
  #nearest(place: number, removed: ReadonlySet<string>): number {
    const isGone = (index: number) => removed.has(this.source.at(index)?.id ?? '')
    let at = place
    while (at < this.source.count && isGone(at)) at += 1
    if (at < this.source.count) return at
    for (at = place; at > 0 && isGone(at);) at -= 1
    return at
  }

  /** Also true where that can't be found out. */
  async #isThere(id: string): Promise<boolean> {
    try {
      await this.#options.images.detail(id)
      return true
    } catch (error) {
      return !(error instanceof RequestError) || error.problem?.code !== 'not-found'
    }
  }

  #place(index: number, underWay = false): void {
    this.#lastIndex = index
    this.#underWay = underWay
  }

  /** Finds out where the active picture lies, so that its neighbours can be gone to. */
  async #locate(id: string): Promise<void> {
    try {
      const index = await this.source.locate(await this.#options.images.detail(id))
      if (this.#activeId !== id) return
      this.#place(index)
      this.#moves += 1
    } catch {
      // The picture is gone: there is still the gallery.
      if (this.#activeId === id) await this.goTo(0)
    }
  }

  #activate(id: string): void {
    this.#activeId = id
    this.#store()
  }

  async #pickRange(from: number, to: number, keep: boolean): Promise<void> {
    const { anchor } = this.#selection
    const known = anchor === null ? -1 : this.source.indexOf(anchor)
    const start = known >= 0 ? known : Math.max(0, from)
    const ids = await this.#idsIn(Math.min(start, to), Math.max(start, to) + 1)
    const anchored =
      anchor === null ? { ...this.#selection, anchor: this.source.at(start)?.id ?? null } : this.#selection
    this.#selection = selectRange(anchored, ids, keep)
  }

  async #idsIn(start: number, end: number): Promise<readonly string[]> {
    this.#collecting?.abort()
    const collecting = new AbortController()
    this.#collecting = collecting
    try {
      return await this.source.idsIn(start, end, collecting.signal)
    } catch (error) {
      if (!collecting.signal.aborted) this.#options.onError(error)
      return []
    } finally {
      if (this.#collecting === collecting) this.#collecting = null
    }
  }

  #store(): void {
    const { filter } = this.source
    const stored: StoredGallery = { filter, cellSize: this.#cellSize, activeId: this.#activeId }
    this.#options.uiState.write(SECTION, stored)
  }
}
