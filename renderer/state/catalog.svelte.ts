import type { Client } from '../api/client.ts'
import type { Catalog, Download } from '../api/contract.ts'
import { EventCount } from './event-count.ts'

interface CatalogOptions {
  readonly client: Client
  readonly downloads: readonly Download[]
  readonly onError: (error: unknown) => void
}

/** Published models, and those on their way here. */
export class CatalogState {
  readonly #options: CatalogOptions
  #catalog = $state.raw<Catalog | null>(null)
  #downloads: readonly Download[]
  #question = 0
  readonly #events = new EventCount()

  constructor(options: CatalogOptions) {
    this.#options = options
    this.#downloads = $state.raw(options.downloads)
  }

  /** Null until it was asked for. */
  get current(): Catalog | null {
    return this.#catalog
  }

  /** In the order in which they come. */
  readonly downloads = $derived.by(() => this.#downloads.filter(({ state }) => state !== 'done'))

  download(id: string): Download | null {
    return this.downloads.find((download) => download.id === id) ?? null
  }

  receive(downloads: readonly Download[]): void {
    this.#events.note()
    this.#take(downloads)
  }

  #take(downloads: readonly Download[]): void {
    const before = this.#downloads
    this.#downloads = downloads
    // One that is done or gone changes what is installed and how much room there is.
    const isOver = ({ id }: Download) => !downloads.some((other) => other.id === id && other.state !== 'done')
    if (this.#catalog !== null && before.some(isOver)) void this.load()
  }

  /** What is installed has changed. */
  modelsChanged(): void {
    if (this.#catalog !== null) void this.load()
  }

  /** Asks what there is; of several questions under way the latest counts. */
  async load(): Promise<void> {
    const question = ++this.#question
    try {
      const catalog = await this.#options.client.catalog.get()
      if (question === this.#question) this.#catalog = catalog
    } catch (error) {
      if (question === this.#question) this.#options.onError(error)
    }
  }

  /** @returns false where the back end refused; the user has been told */
  start(fileIds: readonly string[], acceptedLicenceIds: readonly string[]): Promise<boolean> {
    return this.#apply(this.#options.client.catalog.download(fileIds, acceptedLicenceIds))
  }

  pause(id: string): Promise<boolean> {
    return this.#apply(this.#options.client.catalog.pause(id))
  }

  resume(id: string): Promise<boolean> {
    return this.#apply(this.#options.client.catalog.resume(id))
  }

  cancel(id: string): Promise<boolean> {
    return this.#apply(this.#options.client.catalog.cancel(id))
  }

  /** @returns how many files of the catalog were found there. @throws RequestError */
  async importFrom(path: string): Promise<number> {
    return (await this.#options.client.catalog.importFrom(path)).fileIds.length
  }

  async #apply(answer: Promise<Download[]>): Promise<boolean> {
    try {
      const downloads = await this.#events.fresh(answer)
      if (downloads !== null) this.#take(downloads)
      void this.load()
      return true
    } catch (error) {
      this.#options.onError(error)
      return false
    }
  }
}
