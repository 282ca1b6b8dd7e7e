import { describe, expect, it } from 'vitest'
import { comboOf, describeCombo, typesText } from '../../../../renderer/state/key-combo.ts'

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

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
})

describe('typesText', () => {
  it('leaves to text fields what they type or move by', () => {
    expect(['g', 'Shift+r', '?', 'ArrowLeft', 'Delete'].filter(typesText)).toHaveLength(5)
    expect(['Mod+Enter', 'Alt+a', 'Escape', 'Ctrl+a'].filter(typesText)).toEqual([])
  })
})

describe('describeCombo', () => {
  it('names keys as the keyboard does', () => {
    expect(describeCombo('Mod+Shift+Enter', false)).toBe('Ctrl+Shift+Enter')
    expect(describeCombo('Mod+Shift+Enter', true)).toBe('⌘⇧↩')
    expect(describeCombo('Alt+ArrowUp', false)).toBe('Alt+↑')
    expect(describeCombo('g', false)).toBe('G')
    expect(describeCombo('Mod++', false)).toBe('Ctrl++')
  })
})
