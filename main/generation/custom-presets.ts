import { z } from 'zod'
import { PresetError } from '../../models/recipe/presets.ts'
import { slugOf } from '../../models/recipe/slug.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { ValueStore } from '../library/library.ts'
import { customPresetSchema, type CustomPreset, type Preset } from '../server/contract/presets.ts'

/** Presets that the user saved. */
export interface CustomPresets {
  list(): Preset[]
  /** @throws PresetError where there are too many */
  add(preset: CustomPreset): void
  /** @returns false where there is none of this id. */
  change(id: string, preset: CustomPreset): boolean
  /** @returns false where there is none of this id. */
  remove(id: string): boolean
  /** What `take` reads: all of them as one JSON. */
  export(): { onestrokePresets: number; presets: CustomPreset[] }
  /**
   * Adds all presets of an exported JSON, or none.
   * @throws PresetError naming the first that is wrong
   */
  take(exported: unknown): void
}

const KEY = 'custom-presets'
/** The version that this program writes, and the newest that it reads. */
const FILE_VERSION = 1
const MOST_PRESETS = 200
/** As the schema has it. */
const LONGEST_TITLE = 100

const storedPresetSchema = customPresetSchema.extend({ id: z.string() })
type Stored = z.infer<typeof storedPresetSchema>
/** One that cannot be read does not take the others with it. */
const storedSchema = z
  .array(z.unknown())
  .transform((all) => all.flatMap((value) => storedPresetSchema.safeParse(value).data ?? []))

const fileSchema = z.looseObject({ onestrokePresets: z.int(), presets: z.array(z.unknown()) })

function describe({ families, ...same }: Stored): Preset {
  return { ...same, families: [...families], group: same.id, custom: true, guidanceRange: null }
}

/** A title that no other preset has: `Ink`, then `Ink 2`. */
function freeTitle(title: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : ` ${number}`
    const candidate = `${title.slice(0, LONGEST_TITLE - suffix.length)}${suffix}`
    if (!taken.has(candidate)) return candidate
  }
}

function freeId(title: string, taken: ReadonlySet<string>): string {
  const slug = slugOf(title)
  for (let number = 1; ; number++) {
    const candidate = `custom-${slug === '' ? 'preset' : slug}-${number}`
    if (!taken.has(candidate)) return candidate
  }
}

function titleOf(value: unknown, index: number): string {
  const titled = z.looseObject({ title: z.string() }).safeParse(value)
  return titled.success ? titled.data.title : String(index + 1)
}

/** @throws PresetError naming the field that is wrong */
function checkPreset(value: unknown, index: number): CustomPreset {
  const preset = customPresetSchema.safeParse(value)
  if (preset.success) return preset.data
  const [issue] = preset.error.issues
  const field = issue === undefined || issue.path.length === 0 ? 'preset' : issue.path.join('.')
  const problem = issue?.message ?? ''
  throw new PresetError(sentence('preset.wrong-field', { title: titleOf(value, index), field, problem }))
}

function withAdded(presets: readonly Stored[], added: readonly CustomPreset[]): Stored[] {
  if (presets.length + added.length > MOST_PRESETS) {
    throw new PresetError(sentence('preset.too-many', { most: MOST_PRESETS }))
  }
  const all = [...presets]
  for (const preset of added) {
    const title = freeTitle(preset.title, new Set(all.map((other) => other.title)))
    const id = freeId(title, new Set(all.map((other) => other.id)))
    // What the schema refuses could not be read again.
    all.push({ ...checkPreset({ ...preset, title }, all.length), id })
  }
  return all
}

function readExported(exported: unknown): CustomPreset[] {
  const file = fileSchema.safeParse(exported)
  if (!file.success) throw new PresetError(sentence('preset.not-presets'))
  const { onestrokePresets: version, presets } = file.data
  if (version > FILE_VERSION) throw new PresetError(sentence('preset.newer', { version, newest: FILE_VERSION }))
  return presets.map(checkPreset)
}

/** @param onChange called after every change */
export function createCustomPresets(values: ValueStore, onChange: () => void): CustomPresets {
  const stored = () => values.read(KEY, storedSchema) ?? []
  const keep = (presets: readonly Stored[]) => {
    values.write(KEY, presets)
    onChange()
  }
  return {
    list: () => stored().map(describe),
    add: (preset) => keep(withAdded(stored(), [preset])),
    change(id, preset) {
      const all = stored()
      if (!all.some((other) => other.id === id)) return false
      const others = new Set(all.filter((other) => other.id !== id).map(({ title }) => title))
      const title = freeTitle(preset.title, others)
      keep(all.map((other) => (other.id === id ? { ...preset, title, id } : other)))
      return true
    },
    remove(id) {
      const all = stored()
      const left = all.filter((other) => other.id !== id)
      if (left.length === all.length) return false
      keep(left)
      return true
    },
    export: () => ({ onestrokePresets: FILE_VERSION, presets: stored().map(({ id: _id, ...preset }) => preset) }),
    take: (exported) => keep(withAdded(stored(), readExported(exported))),
  }
}
