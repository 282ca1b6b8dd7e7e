import { WORD_END_OFFSET, type ClipVocabulary } from './clip-vocabulary.ts'
import { createMinHeap } from './min-heap.ts'

const NONE = -1
// Heap entries order by merge, then by place, in one number: ids stay below 2 ** 16 and places below 2 ** 32.
const PLACE_RANGE = 2 ** 32

/** The word's symbols as a doubly linked list over the places of its bytes; a merge keeps the left place. */
interface SymbolList {
  readonly ids: Int32Array
  readonly next: Int32Array
  readonly previous: Int32Array
}

function createSymbolList(bytes: Uint8Array, byteIds: Uint16Array): SymbolList {
  const ids = Int32Array.from(bytes, (byte) => byteIds[byte] as number)
  const last = ids.length - 1
  ids[last] = (ids[last] as number) + WORD_END_OFFSET
  const next = ids.map((_, place) => (place === last ? NONE : place + 1))
  return { ids, next, previous: ids.map((_, place) => place - 1) }
}

/** What the word's symbols have merged to: at the place of each token's first byte its id, elsewhere `NONE`. */
function mergeSymbols(bytes: Uint8Array, vocabulary: ClipVocabulary): Int32Array {
  const { ids, next, previous } = createSymbolList(bytes, vocabulary.byteIds)
  const candidates = createMinHeap()

  function mergeAt(place: number): number | undefined {
    const right = next[place] as number
    if (right === NONE) return undefined
    return vocabulary.merges.get(ids[place] as number, ids[right] as number)
  }

  function offer(place: number): void {
    const merged = mergeAt(place)
    if (merged !== undefined) candidates.push(merged * PLACE_RANGE + place)
  }

  for (let place = 0; place < ids.length; place++) offer(place)
  for (let entry = candidates.pop(); entry !== undefined; entry = candidates.pop()) {
    const place = entry % PLACE_RANGE
    const merged = Math.floor(entry / PLACE_RANGE)
    // An entry is stale once an earlier merge took one of its symbols; a removed symbol has no right neighbour.
    if (mergeAt(place) !== merged) continue
    const right = next[place] as number
    const following = next[right] as number
    ids[place] = merged
    ids[right] = NONE
    next[right] = NONE
    next[place] = following
    if (following !== NONE) previous[following] = place
    offer(place)
    const before = previous[place] as number
    if (before !== NONE) offer(before)
  }
  return ids
}

/**
 * Token ids of one word (at least one byte): neighbours merge, the earliest-learnt merge first and from left to right,
 * until no merge applies. Takes O(n log n) time for n bytes.
 * Source: Sennrich et al., "Neural machine translation of rare words with subword units", ACL 2016.
 */
export function encodeWord(bytes: Uint8Array, vocabulary: ClipVocabulary): number[] {
  return Array.from(mergeSymbols(bytes, vocabulary).filter((id) => id !== NONE))
}

/** The byte at which each token of a word begins, for the tokens of `encodeWord`. */
export function tokenOffsets(bytes: Uint8Array, vocabulary: ClipVocabulary): number[] {
  return [...mergeSymbols(bytes, vocabulary).entries()].flatMap(([place, id]) => (id === NONE ? [] : [place]))
}
