import type { Image } from '../api/contract.ts'
import {
  layOut,
  placeOf,
  visibleRange,
  visibleSections,
  GAP,
  type CellSize,
  type GridLayout,
} from './gallery-geometry.ts'
import { contentTopOf, contentTopShowing, scrollScale, scrollTopOf } from './gallery-scroll.ts'
import { assignSlots, NO_SLOTS } from './gallery-slots.ts'
import type { GallerySource } from './gallery-source.svelte.ts'

export interface GridCell {
  /** Which element draws it. */
  readonly slot: number
  readonly index: number
  /** Undefined while it is not loaded, or passes too quickly to be seen. */
  readonly image: Image | undefined
  readonly left: number
  /** In the layer of cells, which itself starts at `base`. */
  readonly top: number
}

export interface GridHeading {
  readonly day: string
  readonly count: number
  readonly top: number
  readonly height: number
}

/** What is kept in place while pictures are added or the width changes. */
interface Anchor {
  readonly id: string | null
  readonly index: number
  /** From the top of the viewport down to its cell. */
  readonly offset: number
}

/** Rows are drawn this far beyond the viewport, in viewports. */
const OVERSCAN = 0.5
/** Positions are given from a multiple of this, since transforms are exact up to 2^24 only. */
const BASE_STEP = 1_000_000
/** Viewports per second beyond which pictures pass too quickly to be worth fetching. */
const FAST_SPEED = 8
const SETTLE_MS = 120

/** One scrolled grid: which cells are to be drawn where. */
export class GalleryGrid {
  readonly #source: GallerySource
  readonly #sizeOf: () => CellSize
  #width = $state(0)
  #viewport = $state(0)
  #scrollTop = $state(0)
  #devicePixelRatio = $state(1)
  #fast = $state(false)
  #settle: ReturnType<typeof setTimeout> | undefined
  #scrolledAt = 0
  #anchor: Anchor | null = null
  #slots = NO_SLOTS
  /** Names of the cells whose pictures are drawn: those that came into view slowly enough. */
  #drawn: readonly string[] = []
  #shownFilter: unknown = null

  constructor(source: GallerySource, sizeOf: () => CellSize) {
    this.#source = source
    this.#sizeOf = sizeOf
  }

  readonly layout = $derived.by(() => layOut(this.#source.sections, this.#width, this.#sizeOf()))
  readonly #scale = $derived.by(() => scrollScale(this.layout.height, this.#viewport, this.#devicePixelRatio))
  readonly #contentTop = $derived.by(() => contentTopOf(this.#scale, this.#scrollTop))
  readonly #range = $derived.by(() => {
    const beyond = this.#viewport * OVERSCAN
    return visibleRange(this.layout, this.#contentTop - beyond, this.#contentTop + this.#viewport + beyond)
  })
  // Numbers, so that scrolling within a row changes nothing that is drawn.
  readonly #start = $derived.by(() => this.#range.start)
  readonly #end = $derived.by(() => this.#range.end)
  readonly #base = $derived.by(() => Math.floor(this.#contentTop / BASE_STEP) * BASE_STEP)

  /** Height of the box that the browser scrolls. */
  readonly boxHeight = $derived.by(() => this.#scale.box)
  /** Where the layer of cells and headings lies in that box. */
  readonly layerTop = $derived.by(() => this.#base + this.#scrollTop - this.#contentTop)

  readonly cells: readonly GridCell[] = $derived.by(() => this.#cellsIn(this.#start, this.#end))
  readonly headings: readonly GridHeading[] = $derived.by(() => this.#headingsBetween(this.#start, this.#end))

  /** Measured, so that places mean something. */
  readonly ready = $derived.by(() => this.#width > 0 && this.#viewport > 0)

  /** Pictures pass too quickly to be worth fetching. */
  get fast(): boolean {
    return this.#fast
  }

  /** Rows that fit the viewport, for Page up and down. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#viewport / (this.layout.cell + GAP)) - 1)
  }

  /** Pictures to have at hand: what is drawn and a viewport either way. */
  get wanted(): { start: number; end: number } {
    const { start, end } = { start: this.#start, end: this.#end }
    const more = end - start
    return { start: Math.max(0, start - more), end: end + more }
  }

  resize(width: number, height: number, devicePixelRatio: number): void {
    this.#width = width
    this.#viewport = height
    this.#devicePixelRatio = devicePixelRatio
  }

  /** The user scrolled. @param time of the event in milliseconds */
  scrolled(scrollTop: number, time: number): void {
    // The event that follows where the page itself scrolled.
    if (scrollTop === this.#scrollTop) return
    const seconds = Math.max(8, time - this.#scrolledAt) / 1000
    this.#pass(Math.abs(scrollTop - this.#scrollTop) / seconds, time)
    this.placed(scrollTop)
  }

  /** The page scrolled to where the user went, which may be one of many steps. @param time in milliseconds */
  stepped(scrollTop: number, time: number): void {
    const elapsed = Math.max(8, time - this.#scrolledAt)
    const speed = Math.abs(scrollTop - this.#scrollTop) / (elapsed / 1000)
    this.#pass(elapsed < SETTLE_MS ? speed : 0, time)
    this.placed(scrollTop)
  }

  /** @param speed in pixels per second */
  #pass(speed: number, time: number): void {
    this.#fast = speed > this.#viewport * FAST_SPEED
    this.#scrolledAt = time
    clearTimeout(this.#settle)
    if (this.#fast) {
      this.#settle = setTimeout(() => {
        this.#fast = false
      }, SETTLE_MS)
    }
  }

  /** The page itself scrolled. */
  placed(scrollTop: number): void {
    this.#scrollTop = scrollTop
    this.#remember()
  }

  /**
   * Where to scroll after the layout changed, so that what was in view stays there; to the top under another filter.
   * Null where nothing is to be done: at the top, new pictures are meant to come into view.
   */
  keptScrollTop(layout: GridLayout): number | null {
    const other = this.#shownFilter !== this.#source.shownFilter
    this.#shownFilter = this.#source.shownFilter
    if (other) this.#anchor = null
    const anchor = this.#anchor
    if (!this.ready || anchor === null || layout.count === 0) return other ? 0 : null
    const known = anchor.id === null ? -1 : this.#source.indexOf(anchor.id)
    const index = Math.min(layout.count - 1, known >= 0 ? known : anchor.index)
    return scrollTopOf(this.#scale, placeOf(layout, index).top - anchor.offset)
  }

  /** The least scrolling that shows a picture; null where it is in view. */
  scrollTopShowing(index: number): number | null {
    const top = contentTopShowing(this.layout, index, this.#scale, this.#contentTop)
    return top === this.#contentTop ? null : scrollTopOf(this.#scale, top)
  }

  #remember(): void {
    if (!this.ready || this.#contentTop <= 0) {
      this.#anchor = null
      return
    }
    const index = visibleRange(this.layout, this.#contentTop, this.#contentTop + this.#viewport).start
    const offset = placeOf(this.layout, index).top - this.#contentTop
    this.#anchor = { id: this.#source.at(index)?.id ?? null, index, offset }
  }

  #cellsIn(start: number, end: number): GridCell[] {
    const images = Array.from({ length: end - start }, (_, at) => this.#source.at(start + at))
    const names = images.map((image, at) => image?.id ?? String(start + at))
    this.#slots = assignSlots(this.#slots, names)
    this.#drawn = names.filter((name) => !this.#fast || this.#drawn.includes(name))
    return names.map((name, at) => {
      const { left, top } = placeOf(this.layout, start + at)
      const image = this.#drawn.includes(name) ? images[at] : undefined
      return { slot: this.#slots.get(name) ?? at, index: start + at, image, left, top: top - this.#base }
    })
  }

  /** Headings of the sections that have drawn cells, each with the stretch that it sticks within. */
  #headingsBetween(start: number, end: number): GridHeading[] {
    if (end <= start) return []
    const top = placeOf(this.layout, start).top
    const bottom = placeOf(this.layout, end - 1).top + this.layout.cell
    return visibleSections(this.layout, top, bottom + this.#viewport)
      .filter((section) => section.headingHeight > 0)
      .map((section) => {
        const from = Math.max(section.top, top - section.headingHeight)
        const to = Math.min(section.top + section.height, bottom + this.#viewport)
        return { day: section.day, count: section.count, top: from - this.#base, height: to - from }
      })
  }
}
