export type CompareMode = 'slider' | 'side' | 'difference'

/** Two pictures beside each other: the one looked at, and another. */
export interface Comparison {
  readonly otherId: string
  readonly mode: CompareMode
  /** The other one is at the left. */
  readonly swapped: boolean
}

export const COMPARE_MODES: readonly CompareMode[] = ['slider', 'side', 'difference']

/** The mode after this one. */
export function nextMode(mode: CompareMode): CompareMode {
  return COMPARE_MODES[(COMPARE_MODES.indexOf(mode) + 1) % COMPARE_MODES.length] as CompareMode
}

/** Compares with a picture; null where it is the one looked at, or is compared already. */
export function comparisonWith(
  present: Comparison | null,
  otherId: string,
  activeId: string | null,
): Comparison | null {
  if (otherId === activeId || present?.otherId === otherId) return null
  return { otherId, mode: present?.mode ?? 'slider', swapped: present?.swapped ?? false }
}
