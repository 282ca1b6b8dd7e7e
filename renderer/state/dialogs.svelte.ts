import type { ReadSettings } from '../api/contract.ts'
import { closed, NO_DIALOG, opened, openedInTurn, type Turns } from './dialog-turns.ts'

export type ModelsSection = 'get' | 'here' | 'all'

/** What a dialog is about. At most one is open. */
export type OpenDialog =
  | { readonly kind: 'settings' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'devices' }
  /** `section`: what it opens at; `fileId`: a file of the catalog to get. */
  | { readonly kind: 'models'; readonly section?: ModelsSection; readonly fileId?: string }
  /** For a file that was opened with Onestroke. */
  | { readonly kind: 'addModel'; readonly path: string }
  | { readonly kind: 'savePreset' }
  | { readonly kind: 'readSettings'; readonly fileName: string; readonly found: ReadSettings }

export class Dialogs {
  #turns = $state.raw<Turns<OpenDialog>>(NO_DIALOG)

  get current(): OpenDialog | null {
    return this.#turns.open
  }

  open(dialog: OpenDialog): void {
    this.#turns = opened(this.#turns, dialog)
  }

  /** For a file that the user opened, perhaps together with others. */
  openInTurn(dialog: OpenDialog): void {
    this.#turns = openedInTurn(this.#turns, dialog)
  }

  close(): void {
    this.#turns = closed(this.#turns)
  }
}
