import { rearrange, type Rearrangement } from './rearrange.ts'

/** A column of a table in memory that holds few different values: a code for each place, and the value of each code. */
export class CodedColumn<T> {
  readonly #nameOf: (value: T) => string
  readonly #values: T[] = []
  readonly #codeOf = new Map<string, number>()
  #codes: Uint32Array

  /**
   * @param nameOf a text that is another one for another value
   * @param count places at the start, all of them of `value`
   */
  constructor(nameOf: (value: T) => string, count: number, value: T) {
    this.#nameOf = nameOf
    this.#codes = new Uint32Array(count)
    this.codeOf(value)
  }

  /** By code; those that no place has any more included. */
  get values(): readonly T[] {
    return this.#values
  }

  /** By place. */
  get codes(): Uint32Array {
    return this.#codes
  }

  /** The code of a value, which is new where the value is. */
  codeOf(value: T): number {
    const name = this.#nameOf(value)
    const known = this.#codeOf.get(name)
    if (known !== undefined) return known
    this.#codeOf.set(name, this.#values.length)
    return this.#values.push(value) - 1
  }

  at(place: number): T {
    return this.#values[this.#codes[place] as number] as T
  }

  set(place: number, value: T): void {
    this.#codes[place] = this.codeOf(value)
  }

  /** New places have any value until they are set. */
  rearrange(plan: Rearrangement): void {
    this.#codes = rearrange(this.#codes, plan)
  }

  /** 1 for each code whose value is let through. */
  allow(lets: (value: T) => boolean): Uint8Array {
    return Uint8Array.from(this.#values, (value) => (lets(value) ? 1 : 0))
  }

  /** The values that occur, with how many places have each and which of them is the last. */
  occurring(): { readonly value: T; readonly count: number; readonly last: number }[] {
    const counts = new Uint32Array(this.#values.length)
    const lasts = new Uint32Array(this.#values.length)
    for (let place = 0; place < this.#codes.length; place++) {
      const code = this.#codes[place] as number
      counts[code] = (counts[code] as number) + 1
      lasts[code] = place
    }
    return this.#values
      .map((value, code) => ({ value, count: counts[code] as number, last: lasts[code] as number }))
      .filter(({ count: places }) => places > 0)
  }
}
