/** A word as a prompt has it: brackets of its own are no emphasis. */
function asTyped(word: string): string {
  return word.trim().replace(/(?<!\\)[()[\]]/g, String.raw`\$&`)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`)
}

/** Finds a word that stands alone: between commas, line breaks or the brackets of emphasis, with or without a weight. */
function patternOf(word: string): RegExp {
  const forms = [...new Set([asTyped(word), word.trim()])].map(escaped).join('|')
  const before = String.raw`(?<=(?:^|[,\n]|(?<!\\)[([])[^\S\n]*)`
  const after = String.raw`(?=\s*(?:$|[,\n)\]]|:[\d.]+\s*\)))`
  return new RegExp(`${before}(?:${forms})${after}`, 'i')
}

/** Whether a prompt has a word or phrase as a part of its own, in any case. */
export function hasWord(prompt: string, word: string): boolean {
  return word.trim() !== '' && patternOf(word).test(prompt)
}

/** A prompt with a word or phrase at its end. */
export function withWord(prompt: string, word: string): string {
  const before = prompt.trimEnd().replace(/,$/, '')
  return before === '' ? asTyped(word) : `${before}, ${asTyped(word)}`
}

/** Takes out brackets that hold nothing any more, then the comma that is too many; line breaks stay. */
function join(left: string, right: string): string {
  const opening = /(?<!\\)[([]\s*$/.exec(left)
  const closing = /^\s*(?::[\d.]+\s*)?[)\]]/.exec(right)
  if (opening !== null && closing !== null) return join(left.slice(0, opening.index), right.slice(closing[0].length))
  const follower = right.replace(/^[^\S\n]*,[^\S\n]*/, '')
  if (follower === right) return left.replace(/,\s*$/, '') + right
  return left.endsWith('\n') ? left + follower.replace(/^\n/, '') : left + follower
}

/** A prompt without a word or phrase that is a part of its own. */
export function withoutWord(prompt: string, word: string): string {
  const found = hasWord(prompt, word) ? patternOf(word).exec(prompt) : null
  if (found === null) return prompt
  return withoutWord(join(prompt.slice(0, found.index), prompt.slice(found.index + found[0].length)), word)
}
