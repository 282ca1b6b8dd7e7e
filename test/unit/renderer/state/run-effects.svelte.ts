/** Runs a component's set-up outside one, with its effects. @returns what ends them, as taking the component away does */
export function runEffects(setUp: () => void): () => void {
  return $effect.root(setUp)
}

/** Every value that a drawing of `read` shows, from now on; `flushSync` lets it draw. */
export function watch<T>(read: () => T): { readonly seen: readonly T[]; readonly end: () => void } {
  const seen: T[] = []
  const end = runEffects(() => {
    $effect(() => {
      seen.push(read())
    })
  })
  return { seen, end }
}
