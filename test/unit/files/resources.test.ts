import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { onestrokeVersion, resourcePath } from '../../../main/files/resources.ts'

describe('resourcePath', () => {
  it('finds the files that are shipped', () => {
    expect(existsSync(resourcePath('models', 'tokenizer', 'merges.txt'))).toBe(true)
    expect(resourcePath()).toBe(join(import.meta.dirname, '..', '..', '..'))
  })
})

describe('onestrokeVersion', () => {
  it('is the one in package.json', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')
    expect(text).toContain(`"version": "${onestrokeVersion()}"`)
  })
})
