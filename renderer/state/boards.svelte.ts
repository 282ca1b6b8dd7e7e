import type { Client } from '../api/client.ts'
import type { Board, StudioEvent } from '../api/contract.ts'
import { inBatches } from './selection-model.ts'

/** What one request may carry. */
const MOST_IDS = 10_000

interface BoardsOptions {
  readonly client: Client['boards']
  readonly initial: readonly Board[]
  readonly onError: (error: unknown) => void
}

/** The albums that pictures are put into; a picture may lie on several. */
export class Boards {
  #list: readonly Board[]
  readonly #options: BoardsOptions

  constructor(options: BoardsOptions) {
    this.#options = options
    this.#list = $state.raw(options.initial)
  }

  get list(): readonly Board[] {
    return this.#list
  }

  nameOf(id: string): string {
    return this.#list.find((board) => board.id === id)?.name ?? ''
  }

  receive(event: StudioEvent): void {
    if (event.type === 'boardsChanged') this.#list = event.boards
  }

  /** @returns the new board, or null where the name is empty or the back end refused */
  async create(name: string): Promise<Board | null> {
    const known = this.#list.map(({ id }) => id)
    if (name.trim() === '' || !(await this.#apply(this.#options.client.create(name.trim())))) return null
    return this.#list.find(({ id }) => !known.includes(id)) ?? null
  }

  async rename(id: string, name: string): Promise<void> {
    if (name.trim() !== '' && name.trim() !== this.nameOf(id))
      await this.#apply(this.#options.client.rename(id, name.trim()))
  }

  /** The pictures stay in the library. */
  remove(id: string): Promise<boolean> {
    return this.#apply(this.#options.client.remove(id))
  }

  /** @returns whether all of it was done */
  async change(id: string, change: { add?: Iterable<string>; remove?: Iterable<string> }): Promise<boolean> {
    for (const add of inBatches(change.add ?? [], MOST_IDS)) {
      if (!(await this.#apply(this.#options.client.change(id, { add })))) return false
    }
    for (const remove of inBatches(change.remove ?? [], MOST_IDS)) {
      if (!(await this.#apply(this.#options.client.change(id, { remove })))) return false
    }
    return true
  }

  async #apply(answer: Promise<readonly Board[]>): Promise<boolean> {
    try {
      this.#list = await answer
      return true
    } catch (error) {
      this.#options.onError(error)
      return false
    }
  }
}
