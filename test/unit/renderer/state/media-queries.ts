import { vi } from 'vitest'

/** The window's answers to media queries, changed as resizing or the system's settings change them. */
export class FakeMedia {
  readonly #lists = new Map<string, MediaList>()
  readonly #matches: (query: string) => boolean

  /** Puts itself in the place of `window.matchMedia` until `vi.unstubAllGlobals()`. */
  constructor(matches: (query: string) => boolean) {
    this.#matches = matches
    vi.stubGlobal('window', { matchMedia: (query: string) => this.#list(query) })
  }

  #list(query: string): MediaList {
    const list = this.#lists.get(query) ?? new MediaList(this.#matches(query))
    this.#lists.set(query, list)
    return list
  }

  change(matches: (query: string) => boolean): void {
    for (const [query, list] of this.#lists) list.become(matches(query))
  }
}

class MediaList extends EventTarget {
  matches: boolean

  constructor(matches: boolean) {
    super()
    this.matches = matches
  }

  become(matches: boolean): void {
    if (matches === this.matches) return
    this.matches = matches
    this.dispatchEvent(new Event('change'))
  }
}

/** A window that no query matches. */
export function stubMedia(): FakeMedia {
  return new FakeMedia(() => false)
}

/** Answers to `max-width` queries for a window of this width; none of the others match. */
export function windowWidth(width: number): (query: string) => boolean {
  return (query) => width <= Number(/max-width: ([\d.]+)px/.exec(query)?.[1] ?? -1)
}
