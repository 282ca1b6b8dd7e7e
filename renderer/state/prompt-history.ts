const LENGTH = 200

/** Prompts that were used, newest first, and where the user is among them. */
export interface PromptHistory {
  readonly prompts: readonly string[]
  /** -1: at the draft itself. */
  readonly position: number
  /** What the user typed last, before or after going back. */
  readonly draft: string
}

export function createHistory(prompts: readonly string[]): PromptHistory {
  return { prompts, position: -1, draft: '' }
}

/** After a prompt was used: it is the newest, and stands there once. */
export function remember({ prompts }: PromptHistory, prompt: string): PromptHistory {
  if (prompt.trim() === '') return createHistory(prompts)
  return createHistory([prompt, ...prompts.filter((other) => other !== prompt)].slice(0, LENGTH))
}

/**
 * One step to older (1) or newer (-1) prompts.
 * @returns the history and the text to show, or null where there is nothing further
 */
export function step(
  history: PromptHistory,
  direction: 1 | -1,
  shown: string,
): { readonly history: PromptHistory; readonly text: string } | null {
  const { prompts, position } = history
  const draft = shown === prompts[position] ? history.draft : shown
  for (let next = position + direction; next >= -1 && next < prompts.length; next += direction) {
    const text = next === -1 ? draft : (prompts[next] ?? '')
    // The newest entry is often what stands in the editor already.
    if (text !== shown || next === -1) return { history: { prompts, position: next, draft }, text }
  }
  return null
}
