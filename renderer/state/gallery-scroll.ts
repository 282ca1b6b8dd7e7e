import { placeOf, sectionOf, type GridLayout } from './gallery-geometry.ts'

/**
 * Blink keeps a box's height in 1/64 device pixels of an int32: 33.5 million device pixels, beyond which it is cut off
 * silently. Firefox stops near 17.9 million CSS pixels. Taller content is scrolled at a scale.
 */
const TALLEST_BOX_CSS = 15_000_000
const TALLEST_BOX_DEVICE = 30_000_000

/** How the scrolled box stands for content that may be taller than a box can be. */
export interface ScrollScale {
  viewport: number
  /** Height of the content in its own pixels. */
  content: number
  /** Height of the box that the browser scrolls. */
  box: number
}

export function scrollScale(content: number, viewport: number, devicePixelRatio: number): ScrollScale {
  const tallest = Math.floor(Math.min(TALLEST_BOX_CSS, TALLEST_BOX_DEVICE / Math.max(1, devicePixelRatio)))
  return { viewport, content, box: Math.max(viewport, Math.min(content, tallest)) }
}

/** Content pixels per scrolled pixel: 1 unless the content is taller than the box. */
function ratio({ viewport, content, box }: ScrollScale): number {
  return box >= content || box <= viewport ? 1 : (content - viewport) / (box - viewport)
}

/** What content height lies at the top of the viewport at a scroll position. Monotonic; the ends meet the ends. */
export function contentTopOf(scale: ScrollScale, scrollTop: number): number {
  const furthest = Math.max(0, scale.content - scale.viewport)
  return Math.min(furthest, Math.max(0, scrollTop) * ratio(scale))
}

/** The scroll position that brings a content height to the top of the viewport. */
export function scrollTopOf(scale: ScrollScale, contentTop: number): number {
  const furthest = Math.max(0, scale.content - scale.viewport)
  return Math.min(furthest, Math.max(0, contentTop)) / ratio(scale)
}

/** The least scrolling (as content height at the top) that shows a whole cell below its section's sticky heading. */
export function contentTopShowing(layout: GridLayout, index: number, scale: ScrollScale, contentTop: number): number {
  const { top } = placeOf(layout, index)
  const section = sectionOf(layout, index)
  if (!section) return contentTop
  const highest = top - section.headingHeight
  const lowest = top + layout.cell - scale.viewport
  if (contentTop > highest) return Math.max(0, highest)
  return contentTop < lowest ? Math.min(lowest, highest) : contentTop
}
