/** Numbers that keep their neighbours when places are taken out and put in. */
interface Run {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** How places move. */
export interface Rearrangement {
  readonly runs: readonly Run[]
  /** Places afterwards. */
  readonly count: number
  /** Where the new ones are, in the order in which they were given. */
  readonly inserted: readonly number[]
}

/**
 * Plans to take places out and put others in.
 * @param count places before
 * @param removed ascending
 * @param insertedBefore the places that each new one comes before, ascending
 */
export function planRearrangement(
  count: number,
  removed: readonly number[],
  insertedBefore: readonly number[],
): Rearrangement {
  const runs: Run[] = []
  const inserted: number[] = []
  let [from, to, nextRemoved] = [0, 0, 0]
  const keepUpTo = (place: number): void => {
    if (place > from) runs.push({ from, to, count: place - from })
    to += place - from
    from = place
  }
  const removeBelow = (end: number): void => {
    for (; nextRemoved < removed.length && (removed[nextRemoved] as number) < end; nextRemoved++) {
      keepUpTo(removed[nextRemoved] as number)
      from += 1
    }
  }
  for (const place of insertedBefore) {
    removeBelow(place)
    keepUpTo(place)
    inserted.push(to)
    to += 1
  }
  removeBelow(count)
  keepUpTo(count)
  return { runs, count: to, inserted }
}

/** The numbers in their new places; 0 in those that are new. */
export function rearrange<A extends Uint32Array | Float64Array>(numbers: A, { runs, count }: Rearrangement): A {
  const after = new (numbers.constructor as new (length: number) => A)(count)
  for (const run of runs) after.set(numbers.subarray(run.from, run.from + run.count), run.to)
  return after
}
