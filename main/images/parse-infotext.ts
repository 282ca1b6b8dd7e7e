/** What an A1111 `parameters` text says. */
export interface Infotext {
  readonly prompt: string
  readonly negativePrompt: string
  /** The settings by their key (Steps, Sampler, ...), unquoted. Empty where the text has none. */
  readonly parameters: ReadonlyMap<string, string>
}

/** Fewer pairs than this are taken for a prompt with colons in it. */
const FEWEST_PARAMETERS = 3
const NEGATIVE_PROMPT = /^\s*Negative prompt: ?/
const KEY = /^[\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,99}$/u
const QUOTED = /"(?:\\.|[^\\"])+"/y
const FLAT_OBJECT = /\{(?:[^{}"]|"(?:\\.|[^\\"])*")*\}/y
/** No program writes settings this long; what is longer would only cost time. */
const LONGEST_PARAMETERS = 1_000_000

/**
 * Reads a text in AUTOMATIC1111's form, from whatever program: the prompt, from a line that begins so the negative prompt,
 * and in the last line the settings. By A1111's own rules (modules/infotext_utils.py), except that lines keep their spaces
 * and that the JSON of `Hashes` stays in one piece. Anything is a prompt, so this never fails.
 */
export function parseInfotext(text: string): Infotext {
  const lines = text.trimEnd().split(/\r?\n/)
  const lastPairs = parsePairs(lines.at(-1) ?? '')
  const hasParameters = lastPairs.size >= FEWEST_PARAMETERS
  const words = hasParameters ? lines.slice(0, -1) : text.split(/\r?\n/)
  const negativeStart = words.findIndex((line) => NEGATIVE_PROMPT.test(line))
  const promptLines = negativeStart < 0 ? words : words.slice(0, negativeStart)
  const negativeLines = negativeStart < 0 ? [] : words.slice(negativeStart)
  return {
    prompt: promptLines.join('\n'),
    negativePrompt: negativeLines.join('\n').replace(NEGATIVE_PROMPT, ''),
    parameters: hasParameters ? lastPairs : new Map<string, string>(),
  }
}

/** `key: value` pairs between commas. Pieces without a key are skipped. */
function parsePairs(line: string): Map<string, string> {
  const pairs = new Map<string, string>()
  if (line.length > LONGEST_PARAMETERS) return pairs
  let position = 0
  while (position < line.length) {
    const piece = line.slice(position, endOfPlainValue(line, position))
    const colon = piece.indexOf(':')
    const key = piece.slice(0, Math.max(colon, 0)).trim()
    if (colon < 0 || !KEY.test(key)) {
      position += piece.length + 1
      continue
    }
    const valueStart = position + colon + 1 + leadingSpaces(piece.slice(colon + 1))
    const valueEnd = endOfValue(line, key, valueStart)
    pairs.set(key, unquote(line.slice(valueStart, valueEnd)))
    position = valueEnd + 1
  }
  return pairs
}

function endOfValue(line: string, key: string, start: number): number {
  const delimited = key === 'Hashes' ? FLAT_OBJECT : QUOTED
  delimited.lastIndex = start
  const end = delimited.test(line) ? delimited.lastIndex : start
  return end > start && (end === line.length || line[end] === ',') ? end : endOfPlainValue(line, start)
}

function endOfPlainValue(line: string, start: number): number {
  const comma = line.indexOf(',', start)
  return comma < 0 ? line.length : comma
}

function leadingSpaces(text: string): number {
  return text.length - text.trimStart().length
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value
  try {
    const unquoted: unknown = JSON.parse(value)
    return typeof unquoted === 'string' ? unquoted : value
  } catch {
    return value
  }
}
