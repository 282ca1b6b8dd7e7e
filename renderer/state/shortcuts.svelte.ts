import { SvelteMap } from 'svelte/reactivity'
import { comboOf, describeCombo, typesText } from './key-combo.ts'

export type ActionGroup = 'generate' | 'prompt' | 'picture' | 'gallery' | 'view'

/** Something a key does. Registered by the component that does it, for as long as it is there. */
export interface Action {
  /** Stable: the user's own key is stored under it. */
  readonly id: string
  readonly group: ActionGroup
  /** Called while drawing, so that it follows the language. */
  readonly label: () => string
  /** Such as `Mod+Enter`, `g`, `Alt+ArrowUp`, `?`: key-combo.ts tells the form. */
  readonly key: string
  /** The event is given so that an action may look at its target. */
  readonly run: (event: KeyboardEvent) => void
  /** Default: always. While false, the key is free for others. */
  readonly when?: () => boolean
  /** Works also while a dialog or menu is open. Default false. */
  readonly inDialog?: boolean
  /** Goes on while the key is held, as moving does. Default false: a picture is not made thirty times a second. */
  readonly repeats?: boolean
}

interface ShortcutsOptions {
  readonly isMac: boolean
  /** The user's own keys by action. Reactive. */
  readonly own: () => Readonly<Record<string, string>>
  /** A dialog is open that everything else has to wait for, wherever the focus is. */
  readonly isModal: () => boolean
  /** What is written on keys, in the user's language. */
  readonly words: () => Readonly<Record<string, string>>
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLTextAreaElement || target.isContentEditable) return true
  // Typing chooses among its entries.
  if (target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type)
}

const USES_ARROWS = 'select, [role="menu"], [role="separator"], input[type="radio"], input[type="range"]'

/** Controls that use Enter, Space and arrows themselves. */
function usesKeyItself(target: EventTarget | null, combo: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (['Enter', ' '].includes(combo)) return target.closest('button, a, summary, select, [role="button"]') !== null
  if (!combo.startsWith('Arrow')) return false
  return target.closest(USES_ARROWS) !== null
}

function inOpenDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
}

/** Every action that has a key, and which key. */
export class Shortcuts {
  readonly isMac: boolean
  readonly #options: ShortcutsOptions
  readonly #actions = new SvelteMap<string, Action>()
  /** Also those that are not there at the moment: their keys are taken none the less. */
  readonly #known = new SvelteMap<string, Action>()

  constructor(options: ShortcutsOptions) {
    this.isMac = options.isMac
    this.#options = options
  }

  /** In the order of registration. */
  get actions(): readonly Action[] {
    return [...this.#actions.values()]
  }

  /** For `$effect(() => shortcuts.register(…))`. @returns a function that takes the actions away */
  register(...actions: readonly Action[]): () => void {
    for (const action of actions) {
      this.#actions.set(action.id, action)
      this.#known.set(action.id, action)
    }
    return () => {
      for (const { id } of actions) this.#actions.delete(id)
    }
  }

  /** The key of an action; empty where it has none. */
  keyOf(id: string): string {
    return this.#options.own()[id] ?? this.#known.get(id)?.key ?? ''
  }

  /** The key as shown to the user; empty where there is none. */
  hint(id: string): string {
    const key = this.keyOf(id)
    return key === '' ? '' : this.describe(key)
  }

  /** A combo as shown to the user. */
  describe(combo: string): string {
    return describeCombo(combo, this.isMac, this.#options.words())
  }

  /** The other action that has this key, for the rebinding dialog. Those that share it by default may go on doing so. */
  holderOf(combo: string, exceptId: string): Action | undefined {
    const isDefault = this.#known.get(exceptId)?.key === combo
    const others = [...this.#known.values()].filter(({ id, key }) => id !== exceptId && !(isDefault && key === combo))
    return others.find(({ id }) => this.keyOf(id) === combo)
  }

  comboOf(event: KeyboardEvent): string | null {
    return comboOf(event, this.isMac)
  }

  /** For the window's keydown: runs the latest registered action that has the key and may run. */
  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    const combo = this.comboOf(event)
    if (combo === null || usesKeyItself(event.target, combo)) return
    if (typesText(combo, this.isMac) && isTextField(event.target)) return
    const inDialog = inOpenDialog(event.target) || this.#options.isModal()
    const action = this.actions.findLast(
      (candidate) =>
        this.keyOf(candidate.id) === combo &&
        (!inDialog || candidate.inDialog === true) &&
        (candidate.when?.() ?? true),
    )
    if (action === undefined) return
    event.preventDefault()
    if (!event.repeat || action.repeats === true) action.run(event)
  }
}
