/** What is picked in the gallery. Ids, not places: places shift when pictures are added. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  /** Where a range with Shift starts. */
  readonly anchor: string | null
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: null }

export function selectOnly(id: string): Selection {
  return { ids: new Set([id]), anchor: id }
}

/** Ctrl+click: in or out, the rest stays. */
export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: id }
}

/** Shift+click: the range replaces what was selected; with Ctrl too (`keep`) it is added. The anchor stays. */
export function selectRange(selection: Selection, range: Iterable<string>, keep: boolean): Selection {
  return { ids: new Set(keep ? [...selection.ids, ...range] : range), anchor: selection.anchor }
}

/** Takes deleted pictures out. Answers the same object where nothing changed. */
export function without(selection: Selection, removed: Iterable<string>): Selection {
  const ids = new Set(selection.ids)
  let changed = false
  for (const id of removed) changed = ids.delete(id) || changed
  if (!changed) return selection
  const { anchor } = selection
  return { ids, anchor: anchor !== null && ids.has(anchor) ? anchor : null }
}

/** At most `size` ids at a time: what one request may carry. */
export function inBatches(ids: Iterable<string>, size: number): string[][] {
  const batches: string[][] = []
  for (const id of ids) {
    const last = batches.at(-1)
    if (last && last.length < size) last.push(id)
    else batches.push([id])
  }
  return batches
}
