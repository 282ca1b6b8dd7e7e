import type { Client } from '../api/client.ts'
import type { Hashing, ModelFolders } from '../api/contract.ts'

interface ModelFoldersOptions {
  readonly client: Client
  readonly hashing: Hashing
  readonly onError: (error: unknown) => void
}

/** The folders that models are used from, and what is being hashed. */
export class ModelFoldersState {
  readonly #options: ModelFoldersOptions
  #folders = $state.raw<ModelFolders>({ folders: [], suggested: [] })
  #hashing: Hashing

  constructor(options: ModelFoldersOptions) {
    this.#options = options
    this.#hashing = $state.raw(options.hashing)
  }

  get current(): ModelFolders {
    return this.#folders
  }

  get hashing(): Hashing {
    return this.#hashing
  }

  receive(folders: ModelFolders): void {
    this.#folders = folders
  }

  receiveHashing(hashing: Hashing): void {
    this.#hashing = hashing
  }

  /** @throws RequestError */
  async add(path: string): Promise<void> {
    this.receive(await this.#options.client.modelFolders.add(path))
  }

  remove(id: string): Promise<void> {
    return this.#apply(this.#options.client.modelFolders.remove(id))
  }

  readAgain(id: string): Promise<void> {
    return this.#apply(this.#options.client.modelFolders.readAgain(id))
  }

  async #apply(answer: Promise<ModelFolders>): Promise<void> {
    try {
      this.receive(await answer)
    } catch (error) {
      this.#options.onError(error)
    }
  }
}
