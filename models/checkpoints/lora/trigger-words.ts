import { z } from 'zod'
import { keepsJsonBudget } from '../json-budget.ts'

const MOST_WORDS = 12
const MOST_CHARACTERS = 120
/** Trainers write every tag of every picture into a file; what is larger than any of theirs is not read. */
const MOST_JSON_CHARACTERS = 4_000_000
const JSON_BUDGET = { depth: 3, values: 200_000 }

/** Folder of training pictures, such as `10_ink style` -> tag -> how often it occurs. */
const frequenciesSchema = z.record(z.string(), z.record(z.string(), z.number()))

/** Texts as words to show: trimmed, without control characters, each once, in order; the first dozen. */
export function tidyWords(texts: Iterable<string>): string[] {
  const words = new Set<string>()
  for (const text of texts) {
    const word = text
      .slice(0, MOST_CHARACTERS)
      .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
      .trim()
    if (word !== '') words.add(word)
    if (words.size >= MOST_WORDS) break
  }
  return [...words]
}

function readFrequencies(text: string): Readonly<Record<string, Readonly<Record<string, number>>>> {
  if (text.length > MOST_JSON_CHARACTERS) return {}
  if (!keepsJsonBudget(new TextEncoder().encode(text), JSON_BUDGET)) return {}
  try {
    return frequenciesSchema.safeParse(JSON.parse(text)).data ?? {}
  } catch {
    return {}
  }
}

/** What kohya's trainer calls a folder: how often it is repeated, and what it shows. */
function conceptOf(folder: string): string {
  return /^\d+_(.*)$/s.exec(folder)?.[1] ?? ''
}

/** The most frequent tags; where pictures had none, what their folders were called. */
function trainedTags(text: string): string[] {
  const folders = readFrequencies(text)
  const counts = new Map<string, number>()
  for (const tags of Object.values(folders))
    for (const [tag, count] of Object.entries(tags)) counts.set(tag, (counts.get(tag) ?? 0) + count)
  if (counts.size === 0) return tidyWords(Object.keys(folders).map(conceptOf))
  return tidyWords([...counts].toSorted(([, a], [, b]) => b - a).map(([tag]) => tag))
}

/**
 * The words that a LoRA's metadata says it was trained with: its trigger phrase (modelspec), else the most frequent tags
 * of its training pictures (kohya's `ss_tag_frequency`), most frequent first. At most a dozen.
 */
export function readTriggerWords(metadata: ReadonlyMap<string, string>): string[] {
  const phrase = tidyWords((metadata.get('modelspec.trigger_phrase') ?? '').slice(0, MOST_JSON_CHARACTERS).split(','))
  return phrase.length > 0 ? phrase : trainedTags(metadata.get('ss_tag_frequency') ?? '')
}
