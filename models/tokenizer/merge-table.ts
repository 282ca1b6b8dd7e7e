/** Which pairs of neighbouring tokens merge, and into what. */
export interface MergeTable {
  /** Id that the pair merges into; undefined where it does not merge. */
  get(left: number, right: number): number | undefined
  set(left: number, right: number, merged: number): void
}

/**
 * An empty table for at most `capacity` pairs of token ids below 2 ** 16. Open addressing in typed arrays fills several
 * times as fast as a Map, which counts for CLIP's 48894 merges. Id 0 is no merge's, so it marks free slots.
 */
export function createMergeTable(capacity: number): MergeTable {
  const size = 2 ** Math.ceil(Math.log2(capacity * 2 + 2))
  const pairs = new Int32Array(size)
  const merged = new Uint16Array(size)

  /** The pair's slot, or the free one where it would go. */
  function slotOf(pair: number): number {
    let slot = Math.imul(pair ^ (pair >>> 15), 0x9e37_79b1) >>> 8
    for (;;) {
      slot &= size - 1
      if (merged[slot] === 0 || pairs[slot] === pair) return slot
      slot += 1
    }
  }

  return {
    get: (left, right) => merged[slotOf((left << 16) | right)] || undefined,
    set(left, right, id) {
      const pair = (left << 16) | right
      const slot = slotOf(pair)
      pairs[slot] = pair
      merged[slot] = id
    },
  }
}
