import type { Client } from '../api/client.ts'
import type { Model, Verification } from '../api/contract.ts'

/** The installed models and LoRAs. */
export class ModelsState {
  readonly #client: Client
  #models: readonly Model[]

  constructor(client: Client, initial: readonly Model[]) {
    this.#client = client
    this.#models = $state.raw(initial)
  }

  get all(): readonly Model[] {
    return this.#models
  }

  readonly checkpoints = $derived.by(() => this.#models.filter(({ kind }) => kind === 'checkpoint'))
  readonly loras = $derived.by(() => this.#models.filter(({ kind }) => kind === 'lora'))

  /** What a fresh draft uses. */
  get first(): Model | undefined {
    return this.checkpoints.find(({ builtIn }) => builtIn) ?? this.checkpoints[0]
  }

  find(id: string): Model | null {
    return this.#models.find((model) => model.id === id) ?? null
  }

  /** The LoRA that a prompt's tag means: by its name in any case, one that is there before one that is not. */
  loraNamed(name: string): Model | null {
    const named = this.loras.filter((lora) => lora.name.toLowerCase() === name.toLowerCase())
    return named.find(({ present }) => present) ?? named[0] ?? null
  }

  receive(models: readonly Model[]): void {
    this.#models = models
  }

  /** @returns the models that are new. @throws RequestError */
  async add(path: string): Promise<Model[]> {
    const before = this.#models.map(({ id }) => id)
    this.receive(await this.#client.models.add(path))
    return this.#models.filter(({ id }) => !before.includes(id))
  }

  /** Hashes its file anew and compares. @throws RequestError */
  verify(id: string): Promise<Verification> {
    return this.#client.models.verify(id)
  }

  /** Takes a model off the list; its file stays. @throws RequestError */
  async forget(id: string): Promise<void> {
    this.receive(await this.#client.models.forget(id))
  }
}
