import { vi } from 'vitest'

interface Attributes {
  readonly type?: string
  readonly role?: string
}

/** As much of an element as shortcuts look at. */
class FakeElement extends EventTarget {
  readonly isContentEditable = false
  readonly type: string
  readonly #tag: string
  readonly #attributes: Attributes
  readonly #parent: FakeElement | null

  constructor(tag: string, attributes: Attributes = {}, parent: FakeElement | null = null) {
    super()
    this.#tag = tag
    this.#attributes = attributes
    this.type = attributes.type ?? ''
    this.#parent = parent
  }

  /** Understands lists of `tag`, `[name="value"]` and both together. */
  closest(selectors: string): FakeElement | null {
    return selectors.split(', ').some((selector) => this.#matches(selector))
      ? this
      : (this.#parent?.closest(selectors) ?? null)
  }

  #matches(selector: string): boolean {
    const parts = /^(?<tag>[a-z]*)(?:\[(?<name>[a-z]+)="(?<value>[a-z]+)"\])?$/.exec(selector)?.groups
    if (parts === undefined) throw new Error(`Not understood: ${selector}`)
    const { tag = '', name, value } = parts
    return (tag === '' || tag === this.#tag) && (name === undefined || this.#attributes[name as never] === value)
  }
}

class FakeInput extends FakeElement {}
class FakeTextArea extends FakeElement {}
class FakeSelect extends FakeElement {}

/** Puts the classes in the place of the browser's until `vi.unstubAllGlobals()`. */
export function stubElements(): void {
  vi.stubGlobal('Element', FakeElement)
  vi.stubGlobal('HTMLElement', FakeElement)
  vi.stubGlobal('HTMLInputElement', FakeInput)
  vi.stubGlobal('HTMLTextAreaElement', FakeTextArea)
  vi.stubGlobal('HTMLSelectElement', FakeSelect)
}

const CLASSES: Readonly<Record<string, typeof FakeElement>> = {
  input: FakeInput,
  textarea: FakeTextArea,
  select: FakeSelect,
}

export function element(tag: string, attributes?: Attributes, parent?: EventTarget): EventTarget {
  const Class = CLASSES[tag] ?? FakeElement
  return new Class(tag, attributes, (parent ?? null) as FakeElement | null)
}
