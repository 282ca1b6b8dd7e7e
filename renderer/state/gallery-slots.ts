/** Which element draws what: elements of what left the view are used again for what came into it. */
export type Slots = ReadonlyMap<string, number>

export const NO_SLOTS: Slots = new Map()

/** Gives every name a slot of its own: the one it had, else one that was left, else a new one. */
export function assignSlots(before: Slots, names: readonly string[]): Slots {
  const wanted = new Set(names)
  const taken = new Set(before.values())
  const left = [...before].flatMap(([name, slot]) => (wanted.has(name) ? [] : [slot]))
  let fresh = 0
  const newSlot = () => {
    while (taken.has(fresh)) fresh += 1
    taken.add(fresh)
    return fresh
  }
  return new Map(names.map((name) => [name, before.get(name) ?? left.pop() ?? newSlot()]))
}
