import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseStartOptions } from '../../../build/start-options.mjs'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const picture = join(folder, 'a fox.png')
writeFileSync(picture, '')

it('tells files, switches and options of its own apart', () => {
  expect(parseStartOptions(['--no-sandbox', 'a fox.png', picture], folder)).toEqual({
    demo: false,
    web: false,
    files: [picture, picture],
    switches: ['--no-sandbox'],
  })
  expect(parseStartOptions(['--web'], folder)).toEqual({ demo: false, web: true, files: [], switches: [] })
  expect(parseStartOptions(['--demo'], folder)).toMatchObject({ demo: true, switches: [] })
})

it('says which file is missing', () => {
  expect(() => parseStartOptions(['b.png'], folder)).toThrow(`There is no file ${join(folder, 'b.png')}.`)
})
