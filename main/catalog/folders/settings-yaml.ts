import { parse } from 'yaml'

const MOST_CHARACTERS = 64_000
/** A key of several lines. Nested ones take exponential time to read, and no program writes any. */
const COMPLEX_KEY = /(?:^|[\s[{,-])\?(?:\s|$)/m

/** Settings of another program; null where they cannot be read, or not in good time. */
export function parseYaml(text: string): unknown {
  if (text.length > MOST_CHARACTERS || COMPLEX_KEY.test(text)) return null
  try {
    // Looking for keys that come twice takes quadratic time.
    return parse(text, { maxAliasCount: 0, logLevel: 'silent', schema: 'core', uniqueKeys: false })
  } catch {
    return null
  }
}
