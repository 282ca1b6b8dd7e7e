export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

export interface Toast {
  readonly id: number
  readonly kind: 'note' | 'error'
  readonly text: string
  readonly action: ToastAction | null
  /** How long it stays. */
  readonly ms: number
}

interface ToastOptions {
  readonly kind?: Toast['kind']
  readonly action?: ToastAction
  readonly ms?: number
}

const NOTE_MS = 6000
const ERROR_MS = 12_000
const MOST_SHOWN = 3

/** Short lines at the bottom, such as "3 pictures moved to the trash · Undo". */
export class Toasts {
  #shown = $state.raw<readonly Toast[]>([])
  #nextId = 1
  readonly #explain: (error: unknown) => string
  // Nothing that is drawn depends on them.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()

  /** @param explain puts an error into the user's words */
  constructor(explain: (error: unknown) => string) {
    this.#explain = explain
  }

  get shown(): readonly Toast[] {
    return this.#shown
  }

  /** @returns its id, to dismiss it by */
  show(text: string, { kind = 'note', action, ms = kind === 'error' ? ERROR_MS : NOTE_MS }: ToastOptions = {}): number {
    const id = this.#nextId
    this.#nextId += 1
    // The same line twice says nothing new, unless it offers something: each has its own undo.
    const said = this.#shown.filter((toast) => toast.text === text && toast.action === null && action === undefined)
    for (const toast of said) this.dismiss(toast.id)
    this.#shown = [...this.#shown, { id, kind, text, action: action ?? null, ms }]
    for (const toast of this.#shown.slice(0, -MOST_SHOWN)) this.dismiss(toast.id)
    this.resume(id)
    return id
  }

  showError(error: unknown): void {
    this.show(this.#explain(error), { kind: 'error' })
  }

  dismiss(id: number): void {
    this.pause(id)
    this.#shown = this.#shown.filter((toast) => toast.id !== id)
  }

  /** Stays while it is pointed at or focused. */
  pause(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
  }

  resume(id: number): void {
    this.pause(id)
    const toast = this.#shown.find((candidate) => candidate.id === id)
    if (toast === undefined) return
    this.#timers.set(
      id,
      setTimeout(() => {
        this.dismiss(id)
      }, toast.ms),
    )
  }
}
