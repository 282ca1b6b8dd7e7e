import { describe, expect, it } from 'vitest'
import { en } from '../../../../renderer/messages/en.ts'
import { de } from '../../../../renderer/messages/de.ts'
import { comboOf, describeCombo, isReserved, typesText } from '../../../../renderer/state/key-combo.ts'

const NONE = {
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  getModifierState: () => false,
}

describe('comboOf', () => {
  it('reads Ctrl as Mod on Windows and Linux, and ⌘ on a Mac', () => {
    expect(comboOf({ ...NONE, key: 'Enter', ctrlKey: true, shiftKey: true }, false)).toBe('Mod+Shift+Enter')
    expect(comboOf({ ...NONE, key: 'Enter', metaKey: true }, true)).toBe('Mod+Enter')
    expect(comboOf({ ...NONE, key: 'Enter', ctrlKey: true }, true)).toBe('Ctrl+Enter')
  })

  it('takes letters whatever Caps Lock says, with Shift apart', () => {
    expect(comboOf({ ...NONE, key: 'G' }, false)).toBe('g')
    expect(comboOf({ ...NONE, key: 'R', shiftKey: true }, false)).toBe('Shift+r')
  })

  it('takes signs as typed, since layouts differ in what Shift does', () => {
    expect(comboOf({ ...NONE, key: '?', shiftKey: true }, false)).toBe('?')
    expect(comboOf({ ...NONE, key: ',', ctrlKey: true }, false)).toBe('Mod+,')
  })

  it('waits while only a modifier is held', () => {
    expect(comboOf({ ...NONE, key: 'Control', ctrlKey: true }, false)).toBeNull()
    expect(comboOf({ ...NONE, key: 'Dead' }, false)).toBeNull()
  })

  it('finds the keys of other scripts by their place', () => {
    expect(comboOf({ ...NONE, key: 'п', code: 'KeyG' }, false)).toBe('g')
    expect(comboOf({ ...NONE, key: 'Ф', code: 'KeyA', shiftKey: true, ctrlKey: true }, false)).toBe('Mod+Shift+a')
    expect(comboOf({ ...NONE, key: '۳', code: 'Digit3' }, false)).toBe('3')
    expect(comboOf({ ...NONE, key: 'ö', code: 'Semicolon' }, false)).toBe('ö')
  })

  it('takes Latin letters as they are typed, wherever they lie', () => {
    expect(comboOf({ ...NONE, key: 'a', code: 'KeyQ' }, false)).toBe('a')
    expect(comboOf({ ...NONE, key: 'z', code: 'KeyY' }, false)).toBe('z')
  })

  it('reads through what Option makes of a letter on a Mac', () => {
    expect(comboOf({ ...NONE, key: '®', code: 'KeyR', altKey: true }, true)).toBe('Alt+r')
    expect(comboOf({ ...NONE, key: 'Dead', code: 'KeyE', altKey: true }, true)).toBe('Alt+e')
    expect(comboOf({ ...NONE, key: 'Dead', code: 'KeyE', altKey: true }, false)).toBeNull()
  })

  it('leaves AltGr to the sign that it types', () => {
    const altGr = { ...NONE, ctrlKey: true, altKey: true, getModifierState: (key: string) => key === 'AltGraph' }
    expect(comboOf({ ...altGr, key: '@', code: 'KeyQ' }, false)).toBe('@')
    expect(comboOf({ ...altGr, key: 'ą', code: 'KeyA' }, false)).toBe('ą')
  })
})

describe('typesText', () => {
  it('leaves to text fields what they type or move by', () => {
    const types = (combo: string) => typesText(combo, false)
    expect(['g', 'Shift+r', '?', 'ArrowLeft', 'Delete'].filter(types)).toHaveLength(5)
    expect(['Mod+Enter', 'Alt+a', 'Alt+ArrowUp', 'Escape'].filter(types)).toEqual([])
  })

  it('knows that Option types signs on a Mac', () => {
    const types = (combo: string) => typesText(combo, true)
    expect(['Alt+a', 'Alt+Shift+a', 'Alt+ArrowUp', 'Ctrl+a', 'Mod+Alt+a'].filter(types)).toEqual([
      'Alt+a',
      'Alt+Shift+a',
    ])
  })
})

describe('isReserved', () => {
  it('keeps what editing text needs and what browsers do not give away', () => {
    expect(['Mod+v', 'Mod+z', 'Mod+w', 'Mod+Shift+t', 'Alt+F4'].filter(isReserved)).toHaveLength(5)
    expect(['v', 'Mod+Enter', 'Alt+v', 'F2', 'Mod+Shift+c'].filter(isReserved)).toEqual([])
  })
})

describe('describeCombo', () => {
  it('names keys as the keyboard does', () => {
    expect(describeCombo('Mod+Shift+Enter', false, en.shell.keys)).toBe('Ctrl+Shift+Enter')
    expect(describeCombo('Mod+Shift+Enter', true, en.shell.keys)).toBe('⌘⇧↩')
    expect(describeCombo('Mod+Shift+Enter', false, de.shell.keys)).toBe('Strg+Umschalt+Eingabe')
    expect(describeCombo('Mod+Shift+Enter', true, de.shell.keys)).toBe('⌘⇧↩')
    expect(describeCombo('Alt+ArrowUp', false, en.shell.keys)).toBe('Alt+↑')
    expect(describeCombo('g', false, en.shell.keys)).toBe('G')
    expect(describeCombo('Mod++', false, en.shell.keys)).toBe('Ctrl++')
  })
})
