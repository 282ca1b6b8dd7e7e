import { symlinkSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSidecars, sidecarNames } from '../../../main/catalog/model-sidecars.ts'
import { put } from '../../fixtures/model-files.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const parent = temporaryFolder()
const NONE = { preview: null, triggerWords: [] }

function beside(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(parent, 'models-'))
  const path = put(join(folder, 'ink.v2.safetensors'))
  for (const [name, text] of Object.entries(files)) put(join(folder, name), text)
  return { folder, path }
}
const read = (files: Readonly<Record<string, string>>) => readSidecars(beside(files).path)

describe('what lies beside a model', () => {
  it('shows what it makes: a preview before any other picture', () => {
    expect(read({ 'ink.v2.png': '', 'ink.v2.preview.webp': '', 'ink.png': '' }).preview).toBe('ink.v2.preview.webp')
    expect(read({ 'ink.v2.jpeg': '', 'ink.v2.gif': '' }).preview).toBe('ink.v2.jpeg')
    expect(read({ 'ink.png': '', 'other.preview.png': '' })).toEqual(NONE)
  })

  it('holds words of the user, of Civitai and of Stability Matrix, each once', () => {
    const { triggerWords } = read({
      'ink.v2.json': JSON.stringify({ 'activation text': 'wet ink, fox', 'preferred weight': 0.7, notes: 1 }),
      'ink.v2.civitai.info': JSON.stringify({ id: 1, trainedWords: ['ink style, fox', 'brush'] }),
      'ink.v2.cm-info.json': JSON.stringify({ TrainedWords: ['brush', 'paper'] }),
    })
    expect(triggerWords).toEqual(['wet ink', 'fox', 'ink style', 'brush', 'paper'])
  })

  it.each([
    ['wrong types', '{"trainedWords":{"a":1}}'],
    ['wrong types inside', '{"trainedWords":[1,null]}'],
    ['no JSON', '{'],
    ['depth', '['.repeat(90_000)],
    ['size', `{"trainedWords":["${'x'.repeat(1_000_001)}"]}`],
  ])('is passed over where it is hostile: %s', (_, text) => {
    expect(read({ 'ink.v2.civitai.info': text, 'ink.v2.json': text })).toEqual(NONE)
  })

  it('is not followed out of the folder', () => {
    const { folder, path } = beside({})
    const secret = put(join(parent, 'secret.json'), JSON.stringify({ trainedWords: ['secret'] }))
    symlinkSync(secret, join(folder, 'ink.v2.civitai.info'))
    expect(readSidecars(path)).toEqual(NONE)
  })

  it('is known by names alone', () => {
    expect(sidecarNames('ink.v2.safetensors')).toContain('ink.v2.preview.png')
    expect(readSidecars('/no/such/ink.safetensors')).toEqual(NONE)
  })
})
