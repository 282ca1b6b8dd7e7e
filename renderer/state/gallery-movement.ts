import { sectionOf, type GridLayout } from './gallery-geometry.ts'

export type Movement = 'left' | 'right' | 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last'

/** The picture a row above or below in the same column, over headings; the row's last one where it is shorter. */
function acrossRow(layout: GridLayout, index: number, direction: 1 | -1): number {
  const section = sectionOf(layout, index)
  if (!section) return index
  const within = index - section.first
  const column = within % layout.columns
  const row = Math.floor(within / layout.columns) + direction
  if (row >= 0 && row < section.rows) {
    return section.first + Math.min(section.count - 1, row * layout.columns + column)
  }
  const neighbour = sectionOf(layout, direction === 1 ? section.first + section.count : section.first - 1)
  if (!neighbour) return index
  const neighbourRow = direction === 1 ? 0 : neighbour.rows - 1
  return neighbour.first + Math.min(neighbour.count - 1, neighbourRow * layout.columns + column)
}

/**
 * Where a key moves the active picture. Never leaves the gallery; -1 only where the gallery is empty.
 *
 * @param pageRows rows that fit the viewport, at least 1
 */
export function moveIn(layout: GridLayout, index: number, movement: Movement, pageRows: number): number {
  if (layout.count === 0) return -1
  if (index < 0 || index >= layout.count) return movement === 'last' ? layout.count - 1 : 0
  switch (movement) {
    case 'left':
      return Math.max(0, index - 1)
    case 'right':
      return Math.min(layout.count - 1, index + 1)
    case 'up':
      return acrossRow(layout, index, -1)
    case 'down':
      return acrossRow(layout, index, 1)
    case 'first':
      return 0
    case 'last':
      return layout.count - 1
    case 'pageUp':
    case 'pageDown': {
      const direction = movement === 'pageDown' ? 1 : -1
      let at = index
      for (let row = 0; row < Math.max(1, pageRows); row++) at = acrossRow(layout, at, direction)
      return at
    }
  }
}
