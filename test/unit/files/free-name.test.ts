import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { writeUnderFreeName } from '../../../main/files/free-name.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onestroke-names-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('writeUnderFreeName', () => {
  it('counts up from the second file of a name', async () => {
    const name = { folder, stem: 'a cat', extension: '.png' }
    const paths = []
    for (const content of ['1', '2', '3']) paths.push(await writeUnderFreeName(name, Buffer.from(content)))
    expect(paths).toEqual(['a cat.png', 'a cat-1.png', 'a cat-2.png'].map((file) => join(folder, file)))
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['1', '2', '3'])
  })

  it('gives every file of many writers at once its own name', async () => {
    const name = { folder, stem: 'x', extension: '.png' }
    const contents = Array.from({ length: 20 }, (_, index) => String(index))
    const paths = await Promise.all(contents.map((content) => writeUnderFreeName(name, Buffer.from(content))))
    expect(new Set(paths).size).toBe(20)
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(contents)
    expect(readdirSync(folder)).toHaveLength(20)
  })

  it('reports a folder that is not there', async () => {
    const name = { folder: join(folder, 'missing'), stem: 'x', extension: '.png' }
    await expect(writeUnderFreeName(name, new Uint8Array())).rejects.toMatchObject({
      name: 'FileError',
      code: 'ENOENT',
    })
  })
})
