import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { composeLicences, packagesBelow } from '../../../build/licences.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()

/** Puts a package in the folder. @returns where. */
function makePackage(path: string, manifest: object, files: Record<string, string> = {}): string {
  const place = join(folder, 'node_modules', path)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), JSON.stringify({ version: '1.0.0', license: 'MIT', ...manifest }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content)
  return place
}

const plain = makePackage('plain', { name: 'plain', homepage: 'https://plain.example' }, { LICENSE: 'plain text\n' })
const scoped = makePackage('@scope/one', { name: '@scope/one' }, { 'licence.md': 'scoped text', NOTICE: 'a notice' })
const inner = makePackage('plain/node_modules/inner', { name: 'inner' }, { 'LICENSE-MIT': 'inner text' })
const bare = makePackage('bare', { name: 'bare', version: '2.3.4' }, { 'README.md': 'MIT' })
mkdirSync(join(folder, 'node_modules', '.bin'))

it('finds packages in packages, and those with a scope', () => {
  expect(packagesBelow(join(folder, 'node_modules')).toSorted()).toEqual([scoped, bare, plain, inner].toSorted())
})

it('puts all texts of each package together, once', () => {
  const text = composeLicences([plain, scoped, inner, plain])
  for (const part of [
    'plain 1.0.0 (MIT)\nhttps://plain.example\n\nplain text',
    'scoped text',
    'a notice',
    'inner text',
  ]) {
    expect(text.split(part)).toHaveLength(2)
  }
})

it('refuses a package whose licence it cannot show', () => {
  expect(() => composeLicences([plain, bare])).toThrow('bare 2.3.4 comes without the text of its licence')
})
