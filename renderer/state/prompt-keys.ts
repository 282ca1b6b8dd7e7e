import { editAttention, type TextEdit } from './attention.ts'
import type { Action } from './shortcuts.svelte.ts'
import type { Studio } from './studio.svelte.ts'

/** What a text field of the prompt panel does on keys. */
interface PromptField {
  /** Null while it is not drawn. */
  readonly element: () => HTMLTextAreaElement | null
  /** The text before (1) or after (-1) the one shown; null where there is none. */
  readonly recall?: (direction: 1 | -1) => string | null
}

/** Replaces text as if it were typed: only that keeps the browser's undo steps. */
function typeInto(field: HTMLTextAreaElement, { from, to, insert, selectFrom, selectTo }: TextEdit): void {
  field.focus()
  field.setSelectionRange(from, to)
  // Deprecated, and the one way that writes to the undo history.
  // oxlint-disable-next-line typescript/no-deprecated
  const typed = insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert)
  if (!typed) {
    field.setRangeText(insert, from, to)
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  field.setSelectionRange(selectFrom, selectTo)
}

function focusedOf(fields: readonly PromptField[]): { field: PromptField; element: HTMLTextAreaElement } | null {
  for (const field of fields) {
    const element = field.element()
    if (element !== null && element === document.activeElement) return { field, element }
  }
  return null
}

/** The keys that work while the cursor is in one of the fields. */
export function promptKeys(studio: Studio, fields: readonly PromptField[]): Action[] {
  const weigh = (direction: 1 | -1) => {
    const element = focusedOf(fields)?.element
    if (element === undefined) return
    const edit = editAttention(element.value, element.selectionStart, element.selectionEnd, direction)
    if (edit !== null) typeInto(element, edit)
  }
  const recall = (direction: 1 | -1) => {
    const focused = focusedOf(fields)
    const insert = focused?.field.recall?.(direction) ?? null
    if (focused === null || insert === null) return
    const { length } = focused.element.value
    typeInto(focused.element, { from: 0, to: length, insert, selectFrom: insert.length, selectTo: insert.length })
  }
  const action = (id: string, key: string, label: () => string, run: () => void): Action => ({
    id,
    group: 'prompt',
    label,
    key,
    when: () => focusedOf(fields) !== null,
    repeats: true,
    run,
  })
  return [
    action(
      'prompt.strengthen',
      'Mod+ArrowUp',
      () => studio.t.prompt.strengthen,
      () => {
        weigh(1)
      },
    ),
    action(
      'prompt.weaken',
      'Mod+ArrowDown',
      () => studio.t.prompt.weaken,
      () => {
        weigh(-1)
      },
    ),
    action(
      'prompt.older',
      'Alt+ArrowUp',
      () => studio.t.prompt.olderPrompt,
      () => {
        recall(1)
      },
    ),
    action(
      'prompt.newer',
      'Alt+ArrowDown',
      () => studio.t.prompt.newerPrompt,
      () => {
        recall(-1)
      },
    ),
  ]
}
