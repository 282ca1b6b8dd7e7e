/** Which element draws what: elements of what left the view are used again for what came into it. */
export type Slots = ReadonlyMap<string, number>

/** Gives every name a slot of its own: the one it had, else one that was left, else a new one. */
export function assignSlots(before: Slots, names: readonly string[]): Slots {
  const wanted = new Set(names)
  const left: number[] = []
  for (const [name, slot] of before) if (!wanted.has(name)) left.push(slot)
  let count = before.size
  const slots = new Map<string, number>()
  for (const name of names) {
    const slot = before.get(name) ?? left.pop()
    slots.set(name, slot ?? count)
    if (slot === undefined) count += 1
  }
  return slots
}
