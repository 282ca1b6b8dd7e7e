/** What of a KeyboardEvent decides which shortcut it is. */
export interface KeyPress {
  readonly key: string
  /** The key's place, named as on an American keyboard: `KeyG`. */
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly getModifierState: (key: string) => boolean
}

/** Modifiers in the order that combos are written in. `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
const MODIFIERS = ['Mod', 'Ctrl', 'Alt', 'Shift'] as const
type Modifier = (typeof MODIFIERS)[number]

const ONLY_MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'Dead', 'Process', 'Unidentified'])

const ARROWS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }

const MAC_WORDS: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Enter: '↩' }

/** Keys that text fields edit by, or that browsers keep for their tabs and windows. */
const RESERVED = new Set([
  ...['a', 'c', 'v', 'x', 'y', 'z', 'n', 'q', 'r', 't', 'w'].map((key) => `Mod+${key}`),
  ...['n', 'r', 't', 'v', 'w', 'z'].map((key) => `Mod+Shift+${key}`),
  'F5',
  'F11',
  'F12',
  'Alt+F4',
  'Alt+ArrowLeft',
  'Alt+ArrowRight',
  'Mod+Shift+i',
])

function isLetter(key: string): boolean {
  return key.length === 1 && key.toLowerCase() !== key.toUpperCase()
}

/**
 * The key as an American keyboard names it, where it types nothing of ours: a letter of another script, or what Option
 * makes of a letter on a Mac (`®`, or a dead key).
 */
function keyByPlace({ key, code, altKey }: KeyPress, isMac: boolean): string {
  const named = /^(?:Key|Digit)(?<key>[A-Z0-9])$/.exec(code)?.groups?.['key']
  const foreign = key.length === 1 && key > '~'
  return named !== undefined && (foreign || (isMac && altKey && key === 'Dead')) ? named : key
}

/**
 * The written form of a key press, such as `Mod+Shift+Enter`, `g`, `?`; null for a lone modifier.
 * Shift counts with letters and named keys only: whether `?` or `/` needs it depends on the keyboard's layout.
 */
export function comboOf(press: KeyPress, isMac: boolean): string | null {
  // AltGr types a sign of its own. Windows reports it as Ctrl and Alt; on a Mac some browsers name Option so.
  const types = !isMac && press.getModifierState('AltGraph')
  const pressed = types ? press.key : keyByPlace(press, isMac)
  if (ONLY_MODIFIERS.has(pressed)) return null
  const letter = isLetter(pressed)
  const held: Readonly<Record<Modifier, boolean>> = {
    Mod: !types && (isMac ? press.metaKey : press.ctrlKey),
    Ctrl: isMac && press.ctrlKey,
    Alt: !types && press.altKey,
    Shift: press.shiftKey && (letter || pressed.length > 1 || pressed === ' '),
  }
  const key = letter ? pressed.toLowerCase() : pressed
  return [...MODIFIERS.filter((modifier) => held[modifier]), key].join('+')
}

/** True where the combo types a character, so that text fields need the key themselves. */
export function typesText(combo: string, isMac: boolean): boolean {
  const key = keyOf(combo)
  if (combo.includes('Mod+') || combo.includes('Ctrl+') || key === 'Escape') return false
  return !combo.includes('Alt+') || (isMac && key.length === 1)
}

/** True where the combo can't be had, or would take from text fields what they need. */
export function isReserved(combo: string): boolean {
  return RESERVED.has(combo)
}

/**
 * The combo as shown to the user: `Ctrl+Enter`, on a Mac `⌘↩`.
 * @param words what is written on keys that are named by words
 */
export function describeCombo(combo: string, isMac: boolean, words: Readonly<Record<string, string>>): string {
  const key = keyOf(combo)
  const modifiers = combo === key ? [] : combo.slice(0, -key.length - 1).split('+')
  const word = ARROWS[key] ?? words[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  if (isMac) return [...modifiers, MAC_WORDS[key] ?? word].map((part) => MAC_WORDS[part] ?? part).join('')
  return [...modifiers.map((part) => words[part] ?? part), word].join('+')
}

/** The last part; the key `+` is itself the separator. */
function keyOf(combo: string): string {
  return combo.endsWith('+') ? '+' : combo.slice(combo.lastIndexOf('+') + 1)
}
