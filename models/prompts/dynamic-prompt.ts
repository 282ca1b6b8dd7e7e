/** How the parts of a dynamic prompt become a value. */
interface Folding<T> {
  readonly literal: (text: string) => T
  readonly join: (first: T, second: T) => T
  /** One of at least two alternatives. */
  readonly choose: (options: readonly T[]) => T
}

interface Group<T> {
  /** Alternatives that a `|` has ended. */
  readonly options: T[]
  current: T
}

/** Escapes of the three characters, other escapes (kept for whoever reads the prompt next), the characters, text. */
const TOKEN = /\\[{|}]|\\[^]?|[{|}]|[^\\{|}]+/g

/** A group as the text it was written as: one without a `|`, or one that never ends. */
function asWritten<T>({ options, current }: Group<T>, { literal, join }: Folding<T>, close: string): T {
  const inside = [...options, current].reduce((all, option) => join(join(all, literal('|')), option))
  return join(join(literal('{'), inside), literal(close))
}

/** Goes through the prompt once, with a stack of its own: hostile nesting must not exhaust the program's. */
function foldDynamicPrompt<T>(text: string, folding: Folding<T>): T {
  const { literal, join, choose } = folding
  let group: Group<T> = { options: [], current: literal('') }
  const outer: Group<T>[] = []
  const leave = (value: T) => {
    group = outer.pop() ?? group
    group.current = join(group.current, value)
  }
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') {
      outer.push(group)
      group = { options: [], current: literal('') }
    } else if (token === '|' && outer.length > 0) {
      group.options.push(group.current)
      group.current = literal('')
    } else if (token === '}' && outer.length > 0) {
      const { options, current } = group
      leave(options.length === 0 ? asWritten(group, folding, '}') : choose([...options, current]))
    } else {
      const isEscape = token.length === 2 && /^\\[{|}]$/.test(token)
      group.current = join(group.current, literal(isEscape ? token.slice(1) : token))
    }
  }
  while (outer.length > 0) leave(asWritten(group, folding, ''))
  return group.current
}

/**
 * Replaces each `{a|b|c}`, also nested ones, by one of its alternatives, which may be empty. `\{`, `\|` and `\}` are the
 * characters themselves; braces without a partner or without a `|` stay as they are.
 * @param pick an index below `count`; asked once per group, inner ones first, also within alternatives not taken
 */
export function expandDynamicPrompt(text: string, pick: (count: number) => number): string {
  return foldDynamicPrompt<string>(text, {
    literal: (part) => part,
    join: (first, second) => first + second,
    choose: (options) => options[pick(options.length)] ?? '',
  })
}

/** In how many ways `expandDynamicPrompt` can choose (alternatives that read alike count each); 1 where there is no choice. */
export function countCombinations(text: string): number {
  return foldDynamicPrompt<number>(text, {
    literal: () => 1,
    join: (first, second) => first * second,
    choose: (options) => options.reduce((sum, option) => sum + option, 0),
  })
}
