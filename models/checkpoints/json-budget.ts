const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPENERS = [0x5b, 0x7b]
const CLOSERS = [0x5d, 0x7d]

/** How much structure a JSON text may have. */
interface JsonBudget {
  readonly depth: number
  readonly values: number
}

/**
 * Whether a JSON text keeps within a budget of nesting and of values, found without building anything: parsing a small
 * text of brackets takes far more memory than the text. Text that is not JSON may get either answer.
 */
export function keepsJsonBudget(text: Uint8Array, budget: JsonBudget): boolean {
  let depth = 0
  let values = 1
  let inString = false
  let escaped = false
  for (const byte of text) {
    if (inString) {
      if (escaped) escaped = false
      else if (byte === BACKSLASH) escaped = true
      else if (byte === QUOTE) inString = false
      continue
    }
    if (byte === QUOTE) inString = true
    else if (OPENERS.includes(byte)) depth++
    else if (CLOSERS.includes(byte)) depth--
    if (byte === COMMA || OPENERS.includes(byte)) values++
    if (depth > budget.depth || values > budget.values) return false
  }
  return true
}
