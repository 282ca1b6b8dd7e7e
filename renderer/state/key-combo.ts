/** What of a KeyboardEvent decides which shortcut it is. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Modifiers in the order that combos are written in. `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
const MODIFIERS = ['Mod', 'Ctrl', 'Alt', 'Shift'] as const
type Modifier = (typeof MODIFIERS)[number]

const ONLY_MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'Dead', 'Process', 'Unidentified'])

const WORDS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  ' ': 'Space',
}

const MAC_WORDS: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Enter: '↩' }

function isLetter(key: string): boolean {
  return key.length === 1 && key.toLowerCase() !== key.toUpperCase()
}

/**
 * The written form of a key press, such as `Mod+Shift+Enter`, `g`, `?`; null for a lone modifier.
 * Shift counts with letters and named keys only: whether `?` or `/` needs it depends on the keyboard's layout.
 */
export function comboOf(press: KeyPress, isMac: boolean): string | null {
  if (ONLY_MODIFIERS.has(press.key)) return null
  const letter = isLetter(press.key)
  const held: Readonly<Record<Modifier, boolean>> = {
    Mod: isMac ? press.metaKey : press.ctrlKey,
    Ctrl: isMac && press.ctrlKey,
    Alt: press.altKey,
    Shift: press.shiftKey && (letter || press.key.length > 1 || press.key === ' '),
  }
  const key = letter ? press.key.toLowerCase() : press.key
  return [...MODIFIERS.filter((modifier) => held[modifier]), key].join('+')
}

/** True where the combo types a character, so that text fields need the key themselves. */
export function typesText(combo: string): boolean {
  const key = keyOf(combo)
  return !combo.includes('Mod+') && !combo.includes('Alt+') && !combo.includes('Ctrl+') && key !== 'Escape'
}

/** The combo as shown to the user: `Ctrl+Enter`, on a Mac `⌘↩`. */
export function describeCombo(combo: string, isMac: boolean): string {
  const key = keyOf(combo)
  const modifiers = combo === key ? [] : combo.slice(0, -key.length - 1).split('+')
  const word = WORDS[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  if (isMac) return [...modifiers, MAC_WORDS[key] ?? word].map((part) => MAC_WORDS[part] ?? part).join('')
  return [...modifiers.map((part) => (part === 'Mod' ? 'Ctrl' : part)), word].join('+')
}

/** The last part; the key `+` is itself the separator. */
function keyOf(combo: string): string {
  return combo.endsWith('+') ? '+' : combo.slice(combo.lastIndexOf('+') + 1)
}
