import type { StudioEvent } from './contract/studio.ts'

/** Tells everyone who listens what happened. */
export interface EventBus {
  emit(event: StudioEvent): void
  /** @returns a function that ends the subscription. */
  subscribe(listener: (event: StudioEvent) => void): () => void
}

export function createEventBus(): EventBus {
  const listeners = new Set<(event: StudioEvent) => void>()
  return {
    emit(event) {
      for (const listener of listeners) listener(event)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
