import { piecesOf, type NameField, type NamePiece } from './name-template.ts'
import type { Recipe } from './recipe.ts'
import { safeName } from './safe-name.ts'
import { slugOf } from './slug.ts'

/** What of a recipe a picture's name may tell. */
export interface NamedRecipe extends Pick<Recipe, 'createdAt' | 'seed' | 'prompt' | 'width' | 'height'> {
  readonly model: Pick<Recipe['model'], 'name'>
  readonly scheduler: Pick<Recipe['scheduler'], 'steps'>
}

/** Where a picture belongs below the pictures folder. */
export interface PictureName {
  readonly folders: readonly string[]
  /** The file's name without its ending. */
  readonly stem: string
}

/** What common file systems take for a name, and what the file's own name leaves for a number and the ending. */
const MOST_BYTES = 255
const MOST_STEM_BYTES = MOST_BYTES - '-99999.png'.length

const twoDigits = (value: number): string => String(value).padStart(2, '0')

function fieldsOf(recipe: NamedRecipe): Readonly<Record<NameField, string>> {
  const at = new Date(recipe.createdAt)
  const [year, month, day] = [String(at.getFullYear()), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())]
  const [hour, minute, second] = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits) as [
    string,
    string,
    string,
  ]
  return {
    year,
    month,
    day,
    hour,
    minute,
    second,
    date: `${year}-${month}-${day}`,
    time: hour + minute + second,
    seed: String(recipe.seed),
    prompt: slugOf(recipe.prompt),
    model: slugOf(recipe.model.name),
    steps: String(recipe.scheduler.steps),
    width: String(recipe.width),
    height: String(recipe.height),
  }
}

/** Fills in the fields. One that is empty takes the separator before it along, or at the beginning the one after it. */
function fillIn(pieces: readonly NamePiece[], fields: Readonly<Record<NameField, string>>): string {
  let name = ''
  let skipsSeparator = false
  for (const piece of pieces) {
    const value =
      'field' in piece ? fields[piece.field] : skipsSeparator ? piece.text.replace(/^[-_. ]+/, '') : piece.text
    if (value === '' && 'field' in piece) name = name.replace(/[-_. ]+$/, '')
    name += value
    skipsSeparator = name === ''
  }
  return name
}

/**
 * Folders and name of a picture, as the template has them; safe on every system, whatever the recipe holds.
 * @param template one that `checkNameTemplate` accepts
 */
export function namePicture(template: string, recipe: NamedRecipe): PictureName {
  const fields = fieldsOf(recipe)
  const names = template.split('/').map((name) => fillIn(piecesOf(name), fields))
  const stem = names.pop() ?? ''
  return { folders: names.map((name) => safeName(name, MOST_BYTES)), stem: safeName(stem, MOST_STEM_BYTES) }
}
