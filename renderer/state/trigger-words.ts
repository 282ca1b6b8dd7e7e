/** The parts of a prompt between its commas. */
function partsOf(prompt: string): string[] {
  return prompt.split(',').map((part) => part.trim())
}

function isAlike(part: string, word: string): boolean {
  return part.toLowerCase() === word.trim().toLowerCase()
}

/** Whether a prompt has a word or phrase as a part of its own between commas, in any case. */
export function hasWord(prompt: string, word: string): boolean {
  return partsOf(prompt).some((part) => isAlike(part, word))
}

/** A prompt with a word or phrase at its end. */
export function withWord(prompt: string, word: string): string {
  const before = prompt.trimEnd().replace(/,$/, '')
  return before === '' ? word.trim() : `${before}, ${word.trim()}`
}

/** A prompt without a word or phrase that stands between commas. */
export function withoutWord(prompt: string, word: string): string {
  return partsOf(prompt)
    .filter((part) => !isAlike(part, word))
    .join(', ')
}
