/** A run of pictures under one heading: a day, or everything where the order is not by date. */
export interface GridSection {
  /** `2026-11-23`, or empty for a section without a heading. */
  day: string
  count: number
}

export type CellSize = 'small' | 'medium' | 'large'

/** Smallest side of a square cell, in CSS pixels. */
const SMALLEST_CELL: Record<CellSize, number> = { small: 84, medium: 128, large: 208 }

export const GAP = 6
export const HEADING_HEIGHT = 32

export interface PlacedSection extends GridSection {
  /** Index of its first picture in the whole gallery. */
  first: number
  /** Distance of its heading from the top of the content, in pixels. */
  top: number
  headingHeight: number
  rows: number
  height: number
}

export interface GridLayout {
  columns: number
  cell: number
  sections: PlacedSection[]
  count: number
  height: number
}

export interface CellPlace {
  left: number
  top: number
}

/** Columns that fit a width, and the side that makes them fill it. */
export function fitColumns(width: number, size: CellSize): { columns: number; cell: number } {
  const smallest = SMALLEST_CELL[size]
  const columns = Math.max(1, Math.floor((width + GAP) / (smallest + GAP)))
  const cell = Math.max(1, Math.floor((width - GAP * (columns - 1)) / columns))
  return { columns, cell }
}

/** Places every section: O(sections), so a library of 100,000 pictures costs as much as it has days. */
export function layOut(sections: readonly GridSection[], width: number, size: CellSize): GridLayout {
  const { columns, cell } = fitColumns(width, size)
  const placed: PlacedSection[] = []
  let first = 0
  let top = 0
  for (const section of sections) {
    const rows = Math.ceil(section.count / columns)
    const headingHeight = section.day === '' ? 0 : HEADING_HEIGHT
    const height = headingHeight + rows * (cell + GAP)
    placed.push({ ...section, first, top, headingHeight, rows, height })
    first += section.count
    top += height
  }
  return { columns, cell, sections: placed, count: first, height: top }
}

/** Index in `sections` of the last one that starts at or before what `start` reads; -1 where none does. */
function lastStarting(sections: readonly PlacedSection[], start: (section: PlacedSection) => number, at: number) {
  let low = 0
  let high = sections.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (start(sections[middle] as PlacedSection) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The section that holds a picture, or undefined outside the gallery. */
export function sectionOf(layout: GridLayout, index: number): PlacedSection | undefined {
  if (index < 0 || index >= layout.count) return undefined
  return layout.sections[lastStarting(layout.sections, (section) => section.first, index)]
}

/** Where a picture's cell lies in the content; the origin outside the gallery. */
export function placeOf(layout: GridLayout, index: number): CellPlace {
  const section = sectionOf(layout, index)
  if (!section) return { left: 0, top: 0 }
  const within = index - section.first
  const pitch = layout.cell + GAP
  return {
    left: (within % layout.columns) * pitch,
    top: section.top + section.headingHeight + Math.floor(within / layout.columns) * pitch,
  }
}

/** First picture of the row that covers height `y` in a section (or of the row after it). */
function rowStart(layout: GridLayout, section: PlacedSection, y: number): number {
  const row = Math.floor((y - section.top - section.headingHeight) / (layout.cell + GAP))
  return section.first + Math.min(section.count, Math.max(0, row) * layout.columns)
}

/** Pictures whose cells touch the band [top, bottom) of the content: whole rows, as [start, end). */
export function visibleRange(layout: GridLayout, top: number, bottom: number): { start: number; end: number } {
  if (layout.count === 0 || bottom <= 0 || top >= layout.height) return { start: 0, end: 0 }
  const byTop = (section: PlacedSection) => section.top
  const from = layout.sections[Math.max(0, lastStarting(layout.sections, byTop, top))] as PlacedSection
  // Rows start on whole pixels, a band may end between two.
  const lastPixel = Math.ceil(bottom) - 1
  const to = layout.sections[Math.max(0, lastStarting(layout.sections, byTop, lastPixel))] as PlacedSection
  const lastRow = rowStart(layout, to, lastPixel)
  const reaches = bottom > to.top + to.headingHeight
  const end = reaches ? Math.min(to.first + to.count, lastRow + layout.columns) : to.first
  return { start: Math.min(rowStart(layout, from, top), end), end }
}

/** Sections that touch the band [top, bottom) of the content. */
export function visibleSections(layout: GridLayout, top: number, bottom: number): PlacedSection[] {
  const first = Math.max(
    0,
    lastStarting(layout.sections, (section) => section.top, top),
  )
  const shown: PlacedSection[] = []
  for (let at = first; at < layout.sections.length; at++) {
    const section = layout.sections[at] as PlacedSection
    if (section.top >= bottom) break
    shown.push(section)
  }
  return shown
}
