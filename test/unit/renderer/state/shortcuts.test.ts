import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { en } from '../../../../renderer/messages/en.ts'
import { Shortcuts, type Action } from '../../../../renderer/state/shortcuts.svelte.ts'
import { element, stubElements } from './fake-elements.ts'
import { watch } from './run-effects.svelte.ts'

beforeEach(stubElements)
afterEach(() => {
  vi.unstubAllGlobals()
})

interface Press extends Partial<KeyboardEventInit> {
  readonly target?: EventTarget
  readonly altGraph?: boolean
}

/** A key press as the window gets it. */
function press(key: string, { target, altGraph = false, ...init }: Press = {}): KeyboardEvent {
  const none = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false }
  const event = new Event('keydown', { cancelable: true })
  const getModifierState = (name: string) => altGraph && name === 'AltGraph'
  const fields = { ...none, isComposing: false, ...init, key, getModifierState, target: target ?? element('body') }
  for (const [name, value] of Object.entries(fields)) Object.defineProperty(event, name, { value })
  return event as KeyboardEvent
}

interface Given {
  readonly own?: Record<string, string>
  readonly isMac?: boolean
  readonly isModal?: () => boolean
}

/** Shortcuts with actions of the ids and keys given, and a record of those that ran. */
function shortcutsWith(keys: Readonly<Record<string, string>>, given: Given = {}) {
  const ran: string[] = []
  const { own = {}, isMac = false, isModal = () => false } = given
  const shortcuts = new Shortcuts({ isMac, own: () => own, isModal, words: () => en.shell.keys })
  const action = (id: string, key: string, change: Partial<Action> = {}): Action => ({
    id,
    group: 'view',
    label: () => id,
    key,
    run: () => ran.push(id),
    ...change,
  })
  shortcuts.register(...Object.entries(keys).map(([id, key]) => action(id, key)))
  const pressed = (key: string, init?: Press) => {
    ran.length = 0
    const event = press(key, init)
    shortcuts.handle(event)
    return { ran: [...ran], prevented: event.defaultPrevented }
  }
  return { shortcuts, action, pressed }
}

const NOTHING = { ran: [], prevented: false }

describe('handling a key', () => {
  it('runs the action and keeps the key from the browser', () => {
    const { pressed } = shortcutsWith({ gallery: 'g', find: 'Mod+f' })
    expect(pressed('g')).toEqual({ ran: ['gallery'], prevented: true })
    expect(pressed('f', { ctrlKey: true })).toEqual({ ran: ['find'], prevented: true })
    expect(pressed('x')).toEqual(NOTHING)
  })

  it('asks the latest first, and leaves the key to others while an action may not run', () => {
    const { shortcuts, action, pressed } = shortcutsWith({ cancel: 'Escape' })
    let open = true
    const close = shortcuts.register(action('close', 'Escape', { when: () => open }))
    expect(pressed('Escape').ran).toEqual(['close'])
    open = false
    expect(pressed('Escape').ran).toEqual(['cancel'])
    open = true
    close()
    expect(pressed('Escape').ran).toEqual(['cancel'])
  })

  it('does nothing with a key that was used already, or that composes text', () => {
    const { shortcuts, pressed } = shortcutsWith({ gallery: 'g', generate: 'Mod+Enter' })
    const used = press('g')
    used.preventDefault()
    shortcuts.handle(used)
    expect(pressed('Enter', { ctrlKey: true, isComposing: true })).toEqual(NOTHING)
    expect(pressed('Process')).toEqual(NOTHING)
  })

  it('runs once while a key is held, unless it moves', () => {
    const { shortcuts, action, pressed } = shortcutsWith({ generate: 'Mod+Enter' })
    shortcuts.register(action('next', 'ArrowRight', { repeats: true }))
    expect(pressed('Enter', { ctrlKey: true, repeat: true })).toEqual({ ran: [], prevented: true })
    expect(pressed('ArrowRight', { repeat: true }).ran).toEqual(['next'])
  })
})

describe('a key in a text field', () => {
  const fields = () => [
    element('textarea'),
    element('input', { type: 'text' }),
    element('input', { type: 'date' }),
    element('select'),
  ]

  it('types, moves and deletes there, ? included', () => {
    const { pressed } = shortcutsWith({ sheet: '?', remove: 'Delete', next: 'ArrowRight', star: '.', rate: '5' })
    for (const target of fields()) {
      for (const key of ['?', 'Delete', 'ArrowRight', '.', '5']) expect(pressed(key, { target })).toEqual(NOTHING)
    }
    expect(pressed('?').ran).toEqual(['sheet'])
  })

  it('still generates, cancels and goes through the history', () => {
    const { pressed } = shortcutsWith({ generate: 'Mod+Enter', older: 'Alt+ArrowUp', cancel: 'Escape' })
    for (const target of fields().slice(0, 3)) {
      expect(pressed('Enter', { target, ctrlKey: true }).ran).toEqual(['generate'])
      expect(pressed('ArrowUp', { target, altKey: true }).ran).toEqual(['older'])
      expect(pressed('Escape', { target }).ran).toEqual(['cancel'])
    }
  })

  it('types what AltGr and Option make, and runs nothing', () => {
    const windows = shortcutsWith({ at: 'Mod+Alt+@', roll: 'Alt+r' })
    const target = element('textarea')
    expect(windows.pressed('@', { target, ctrlKey: true, altKey: true, altGraph: true })).toEqual(NOTHING)
    expect(windows.pressed('r', { target, altKey: true }).ran).toEqual(['roll'])
    const mac = shortcutsWith({ roll: 'Alt+r' }, { isMac: true })
    expect(mac.pressed('®', { target, altKey: true, code: 'KeyR' })).toEqual(NOTHING)
    expect(mac.pressed('®', { altKey: true, code: 'KeyR' }).ran).toEqual(['roll'])
  })
})

describe('a key on another control', () => {
  it('leaves Enter and Space to buttons, and arrows to what moves by them', () => {
    const { pressed } = shortcutsWith({ enter: 'Enter', space: ' ', next: 'ArrowRight', gallery: 'g' })
    const icon = element('svg', {}, element('button'))
    expect(pressed('Enter', { target: icon })).toEqual(NOTHING)
    expect(pressed(' ', { target: icon })).toEqual(NOTHING)
    expect(pressed('g', { target: icon }).ran).toEqual(['gallery'])
    for (const target of [
      element('input', { type: 'radio' }),
      element('input', { type: 'range' }),
      element('select'),
      element('div', { role: 'separator' }),
    ]) {
      expect(pressed('ArrowRight', { target })).toEqual(NOTHING)
    }
    expect(pressed('ArrowRight', { target: icon }).ran).toEqual(['next'])
  })

  it('works on check boxes and choices, which type nothing', () => {
    const { pressed } = shortcutsWith({ gallery: 'g' })
    for (const type of ['checkbox', 'radio', 'range']) {
      expect(pressed('g', { target: element('input', { type }) }).ran).toEqual(['gallery'])
    }
  })
})

describe('a key while something is open', () => {
  it('reaches nothing behind a dialog or menu, save what is meant to', () => {
    const { shortcuts, action, pressed } = shortcutsWith({ remove: 'Delete', sheet: '?' })
    shortcuts.register(action('confirm', 'Mod+Enter', { inDialog: true }))
    for (const role of ['dialog', 'alertdialog', 'menu']) {
      const target = element('button', {}, element('div', { role }))
      expect(pressed('Delete', { target })).toEqual(NOTHING)
      expect(pressed('Enter', { target, ctrlKey: true }).ran).toEqual(['confirm'])
    }
  })

  it('reaches nothing behind a modal dialog that lost the focus', () => {
    let modal = true
    const { pressed } = shortcutsWith({ remove: 'Delete' }, { isModal: () => modal })
    expect(pressed('Delete')).toEqual(NOTHING)
    modal = false
    expect(pressed('Delete').ran).toEqual(['remove'])
  })
})

describe('keys of the user', () => {
  it('replace the default one, and are what is shown', () => {
    const { shortcuts, pressed } = shortcutsWith({ gallery: 'g' }, { own: { gallery: 'Mod+Shift+g' } })
    expect(pressed('g')).toEqual(NOTHING)
    expect(pressed('G', { ctrlKey: true, shiftKey: true }).ran).toEqual(['gallery'])
    expect([shortcuts.keyOf('gallery'), shortcuts.hint('gallery')]).toEqual(['Mod+Shift+g', 'Ctrl+Shift+G'])
    expect([shortcuts.keyOf('unknown'), shortcuts.hint('unknown')]).toEqual(['', ''])
  })

  it('name who has a key already, also where that is not there at the moment', () => {
    const { shortcuts, action } = shortcutsWith({ gallery: 'g', prompt: 't' })
    expect(shortcuts.holderOf('g', 'prompt')?.id).toBe('gallery')
    expect(shortcuts.holderOf('g', 'gallery')).toBeUndefined()
    const leave = shortcuts.register(action('full', 'f'))
    leave()
    expect(shortcuts.actions.map(({ id }) => id)).toEqual(['gallery', 'prompt'])
    expect(shortcuts.holderOf('f', 'prompt')?.id).toBe('full')
  })

  it('may be the default again where several share one', () => {
    const own: Record<string, string> = { cancel: 'Mod+.' }
    const { shortcuts } = shortcutsWith({ cancel: 'Escape', close: 'Escape', gallery: 'g' }, { own })
    expect(shortcuts.holderOf('Escape', 'cancel')).toBeUndefined()
    expect(shortcuts.holderOf('Escape', 'gallery')?.id).toBe('close')
    own['gallery'] = 'Escape'
    expect(shortcuts.holderOf('Escape', 'cancel')?.id).toBe('gallery')
  })
})

describe('the list of actions', () => {
  it('is drawn again when a part of the page comes or goes', () => {
    const { shortcuts, action } = shortcutsWith({ gallery: 'g' })
    const { seen, end } = watch(() => shortcuts.actions.map(({ id }) => id).join())
    flushSync()
    const leave = shortcuts.register(action('full', 'f'))
    flushSync()
    leave()
    flushSync()
    end()
    expect(seen).toEqual(['gallery', 'gallery,full', 'gallery'])
  })
})
