import { foreignText } from '../../../../models/sentences/sentence.ts'
import type { Client } from '../../../../renderer/api/client.ts'
import type { Image } from '../../../../renderer/api/contract.ts'
import { RequestError } from '../../../../renderer/api/transport.ts'
import { detailOf, offlineClient } from './contract-fixtures.ts'
import { FakeLibrary, picture } from './gallery-library.ts'

const NOON = new Date(2026, 10, 23, 12).getTime()

/** `count` pictures of one day, the newest first: number 0 is the newest. */
export function pictures(count: number): Image[] {
  return Array.from({ length: count }, (_, number) => picture(number, NOON - number * 1000))
}

/** A picture newer than those of `pictures`. */
export function newPicture(number: number, change: Partial<Image> = {}): Image {
  return picture(1_000_000 + number, NOON + number * 1000, change)
}

/** The routes about pictures. An answer is made when it is asked for, and comes when nothing holds it. */
export class PictureBackEnd {
  readonly library: FakeLibrary
  /** Names of the routes asked. */
  asked: string[] = []
  /** Routes that fail at the moment. */
  refused: readonly string[] = []
  /** Pictures that can be finished. */
  readonly drafts = new Set<string>()
  readonly #trash = new Map<string, readonly Image[]>()
  #deletions = 0
  #gate: PromiseWithResolvers<void> | null = null

  constructor(images: Image[] = []) {
    this.library = new FakeLibrary(images)
  }

  readonly client: Client['images'] = {
    ...offlineClient().images,
    page: async (filter, start, limit) => this.#answer('page', await this.library.page(filter, start, limit)),
    days: (filter) => this.#answer('days', this.library.days(filter)),
    detail: (id) => {
      const image = this.#find(id)
      return image === undefined
        ? this.#fail('detail', 'not-found')
        : this.#answer('detail', detailOf(image, { draft: this.drafts.has(id) }))
    },
    update: (ids, change) => {
      if (this.refused.includes('update')) return this.#fail('update')
      this.library.images = this.library.images.map((image) =>
        ids.includes(image.id) ? { ...image, ...change } : image,
      )
      return this.#answer('update', {})
    },
    remove: (ids) => {
      if (this.refused.includes('remove')) return this.#fail('remove')
      this.#deletions += 1
      const undoToken = `undo-${this.#deletions}`
      this.#trash.set(
        undoToken,
        this.library.images.filter(({ id }) => ids.includes(id)),
      )
      this.library.images = this.library.images.filter(({ id }) => !ids.includes(id))
      return this.#answer('remove', { undoToken })
    },
    undoRemove: (undoToken) => {
      if (this.refused.includes('undoRemove')) return this.#fail('undoRemove')
      const images = this.#trash.get(undoToken) ?? []
      this.#trash.delete(undoToken)
      this.library.images = [...this.library.images, ...images].toSorted((a, b) => b.createdAt - a.createdAt)
      return this.#answer('undoRemove', { ids: images.map(({ id }) => id) })
    },
  }

  /** From now on nothing that was deleted can be undone. */
  emptyTrash(): void {
    this.#trash.clear()
  }

  /** Keeps answers back until the function that it returns is called. */
  hold(): () => void {
    const gate = Promise.withResolvers<void>()
    this.#gate = gate
    return () => {
      if (this.#gate === gate) this.#gate = null
      gate.resolve()
    }
  }

  #find(id: string): Image | undefined {
    return this.library.images.find((image) => image.id === id)
  }

  async #answer<T>(route: string, value: T): Promise<T> {
    if (this.refused.includes(route)) return this.#fail(route)
    this.asked.push(route)
    await this.#gate?.promise
    return value
  }

  #fail(route: string, code = 'refused'): Promise<never> {
    this.asked.push(route)
    return Promise.reject(new RequestError({ status: 400, problem: { code, ...foreignText(`${route} is refused`) } }))
  }
}
