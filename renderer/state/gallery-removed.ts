/** Pictures that were taken out already: the page does so itself, and then the back end's event tells it again. */
export class RemovedPictures {
  readonly #ids = new Set<string>()

  /** @returns those that are not out yet, which now count as out */
  add(ids: readonly string[]): ReadonlySet<string> {
    const fresh = new Set(ids.filter((id) => !this.#ids.has(id)))
    for (const id of fresh) this.#ids.add(id)
    return fresh
  }

  /** They are back. */
  restore(ids: readonly string[]): void {
    for (const id of ids) this.#ids.delete(id)
  }
}
