import { startDrag } from './gallery-drag.ts'
import type { Desk } from './gallery-desk.svelte.ts'
import type { GalleryGrid } from './gallery-grid.svelte.ts'
import { moveIn, type Movement } from './gallery-movement.ts'
import type { PickMode } from './gallery.svelte.ts'
import type { Studio } from './studio.svelte.ts'

const MOVEMENTS: Readonly<Record<string, Movement>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
}

interface Modifiers {
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** What a click selects, as in every list of files. */
function pickOf({ shiftKey, ctrlKey, metaKey }: Modifiers): PickMode {
  const adds = ctrlKey || metaKey
  if (shiftKey) return adds ? 'addRange' : 'range'
  return adds ? 'toggle' : 'only'
}

/** Place of the picture that an event is about; -1 beside them. */
export function indexOfTarget(event: Event): number {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
  return cell === null ? -1 : Number(cell.dataset['index'])
}

interface InputOptions {
  readonly studio: Studio
  readonly desk: Desk
  readonly grid: GalleryGrid
}

/** Keys, clicks and drags of one grid. */
export class GalleryInput {
  readonly #options: InputOptions

  constructor(options: InputOptions) {
    this.#options = options
  }

  keydown(event: KeyboardEvent): void {
    const movement = MOVEMENTS[event.key]
    if (event.altKey) return
    if (movement !== undefined) this.#move(movement, event)
    else if (!this.#press(event)) return
    event.preventDefault()
  }

  click(event: MouseEvent): void {
    const index = indexOfTarget(event)
    if (index < 0) return
    const { gallery, viewer, onPictures } = this.#options.desk
    const image = gallery.source.at(index)
    if (image !== undefined && event.target instanceof Element && event.target.closest('[data-star]') !== null) {
      void onPictures.star([image.id], !image.starred)
    } else if (image !== undefined && event.altKey) {
      viewer.compareWith(image.id)
    } else {
      const pick = pickOf(event)
      this.#goTo(index, pick)
      // A phone shows one thing at a time: a tap on a picture is for looking at it.
      const { layout } = this.#options.studio
      if (pick === 'only' && layout.size === 'narrow') layout.showPicture()
    }
  }

  doubleClick(event: MouseEvent): void {
    if (indexOfTarget(event) >= 0 && !event.altKey) this.#options.studio.layout.showPicture()
  }

  dragStart(event: DragEvent): void {
    const { gallery } = this.#options.desk
    const image = gallery.source.at(indexOfTarget(event))
    if (image === undefined) return
    const others = gallery.selectedIds.has(image.id) ? [...gallery.selectedIds].filter((id) => id !== image.id) : []
    // The one under the pointer first: it is what the pointer then carries.
    startDrag(event, [image.id, ...others], window.location.origin)
  }

  /** @returns whether the key was one of the grid's */
  #press(event: KeyboardEvent): boolean {
    const { gallery } = this.#options.desk
    const adds = event.ctrlKey || event.metaKey
    // As the shortcuts read it, so that it works in other scripts too.
    if (this.#options.studio.shortcuts.comboOf(event) === 'Mod+a') void gallery.selectAll()
    else if (event.key === ' ') this.#goTo(gallery.activeIndex, 'toggle')
    else if (event.key === 'Enter' && !adds) this.#options.studio.layout.showPicture()
    else if (event.key === 'Escape' && gallery.selectedIds.size > 1) gallery.clearSelection()
    else return false
    return true
  }

  #move(movement: Movement, event: KeyboardEvent): void {
    const { grid, desk } = this.#options
    const to = moveIn(grid.layout, desk.gallery.activeIndex, movement, grid.pageRows)
    this.#goTo(to, event.shiftKey ? 'range' : 'only')
  }

  #goTo(index: number, pick: PickMode): void {
    const { gallery, viewer } = this.#options.desk
    viewer.following = false
    void gallery.goTo(index, pick)
  }
}
