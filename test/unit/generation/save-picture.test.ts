import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FileError } from '../../../main/files/file-error.ts'
import { savePicture } from '../../../main/generation/save-picture.ts'
import { decodePixels } from '../../../main/images/decode-pixels.ts'
import { readPngText } from '../../../main/images/png-text.ts'
import { parseRecipe } from '../../../models/recipe/recipe.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { exampleRecipe } from '../recipe/example-recipe.ts'

const parent = temporaryFolder()
const recipe = exampleRecipe({ width: 4, height: 2, prompt: 'ein Füchslein — 東京' })
const pixels = Uint8Array.from({ length: 24 }, (_, index) => index * 10)

describe('savePicture', () => {
  it('writes pixels and recipe, in folders made for them', async () => {
    const folder = join(parent, '2026', '11-23')
    const path = await savePicture({ pixels, recipe, folder, stem: 'a' })
    expect(path).toBe(join(folder, 'a.png'))
    expect(Array.from((await decodePixels(path)).pixels)).toEqual([...pixels])
    const texts = readPngText(readFileSync(path))
    expect(parseRecipe(JSON.parse(texts.get('onestroke_recipe')!))).toEqual(recipe)
    expect(texts.get('parameters')).toContain(recipe.prompt)
  })

  it('never writes over another file', async () => {
    const folder = join(parent, 'same')
    const paths: string[] = []
    for (let round = 0; round < 3; round++) paths.push(await savePicture({ pixels, recipe, folder, stem: 'a' }))
    expect(new Set(paths).size).toBe(3)
    expect(readdirSync(folder)).toHaveLength(3)
  })

  it('names the folder that cannot be made', async () => {
    const file = join(parent, 'file')
    writeFileSync(file, '')
    const saving = savePicture({ pixels, recipe, folder: join(file, 'sub'), stem: 'a' })
    await expect(saving).rejects.toThrow(FileError)
    await expect(saving).rejects.toThrow(/file.*cannot be written/)
  })
})
