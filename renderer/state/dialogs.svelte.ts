import type { ReadSettings } from '../api/contract.ts'

/** What a dialog is about. At most one is open. */
export type OpenDialog =
  | { readonly kind: 'settings' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'devices' }
  | { readonly kind: 'addModel' }
  | { readonly kind: 'readSettings'; readonly fileName: string; readonly found: ReadSettings }

export class Dialogs {
  #open = $state.raw<OpenDialog | null>(null)

  get current(): OpenDialog | null {
    return this.#open
  }

  open(dialog: OpenDialog): void {
    this.#open = dialog
  }

  close(): void {
    this.#open = null
  }
}
