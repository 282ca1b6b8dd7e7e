import { lstatSync, readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { z } from 'zod'
import { keepsJsonBudget } from '../../models/checkpoints/json-budget.ts'
import { tidyWords } from '../../models/checkpoints/lora/trigger-words.ts'

/** What other programs put beside a model's file. */
export interface Sidecars {
  /** The name of the picture that shows what it makes; null where there is none. */
  readonly preview: string | null
  /** Words to use it with. */
  readonly triggerWords: readonly string[]
}

const PREVIEW_ENDINGS = ['.preview.png', '.preview.jpg', '.preview.jpeg', '.preview.webp']
const PICTURE_ENDINGS = ['.png', '.jpg', '.jpeg', '.webp']
const TEXT_ENDINGS = ['.civitai.info', '.cm-info.json', '.json']

/** Larger than any that exists; a hostile one is not read. */
const MOST_BYTES = 1_000_000
const JSON_BUDGET = { depth: 12, values: 50_000 }

/** What Civitai's helper extensions write: `NAME.civitai.info`. */
const civitaiSchema = z.object({ trainedWords: z.array(z.string()) })
/** What Stability Matrix writes: `NAME.cm-info.json`. */
const matrixSchema = z.object({ TrainedWords: z.array(z.string()) })
/** What A1111 keeps of the user's own notes: `NAME.json`. */
const notesSchema = z.object({ 'activation text': z.string() })

function stemOf(fileName: string): string {
  return basename(fileName, extname(fileName))
}

/** The names of files that may lie beside a model's file, pictures first, the likeliest first of each kind. */
export function sidecarNames(fileName: string): string[] {
  const stem = stemOf(fileName)
  return [...PREVIEW_ENDINGS, ...PICTURE_ENDINGS, ...TEXT_ENDINGS].map((ending) => `${stem}${ending}`)
}

function readJson(path: string): unknown {
  try {
    const status = lstatSync(path)
    if (!status.isFile() || status.size > MOST_BYTES) return null
    const bytes = readFileSync(path)
    return keepsJsonBudget(bytes, JSON_BUDGET) ? JSON.parse(bytes.toString('utf8')) : null
  } catch {
    // What is beside a model is extra: without it, less is shown.
    return null
  }
}

function wordsOf(folder: string, stem: string, names: ReadonlySet<string>): string[] {
  const read = (ending: string) => (names.has(`${stem}${ending}`) ? readJson(join(folder, `${stem}${ending}`)) : null)
  const notes = notesSchema.safeParse(read('.json')).data?.['activation text'] ?? ''
  const civitai = civitaiSchema.safeParse(read('.civitai.info')).data?.trainedWords ?? []
  const matrix = matrixSchema.safeParse(read('.cm-info.json')).data?.TrainedWords ?? []
  return tidyWords([notes, ...civitai, ...matrix].flatMap((words) => words.split(',')))
}

/**
 * Looks beside a model's file for a picture and for words.
 * @param names what the file's folder holds
 */
export function readSidecars(path: string, names: ReadonlySet<string> = namesIn(dirname(path))): Sidecars {
  const stem = stemOf(path)
  const preview = [...PREVIEW_ENDINGS, ...PICTURE_ENDINGS].find((ending) => names.has(`${stem}${ending}`))
  return {
    preview: preview === undefined ? null : `${stem}${preview}`,
    triggerWords: wordsOf(dirname(path), stem, names),
  }
}

function namesIn(folder: string): Set<string> {
  try {
    return new Set(readdirSync(folder))
  } catch {
    return new Set()
  }
}
