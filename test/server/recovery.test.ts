import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bootstrapSchema } from '../../main/server/contract/studio.ts'
import { newHome, openStudio } from './studio.ts'

describe('a damaged library', () => {
  it('is told of with the first state', async () => {
    const home = newHome()
    mkdirSync(join(home, 'data'))
    writeFileSync(join(home, 'data', 'library.db'), 'this is no database at all'.repeat(500))
    const studio = await openStudio({ home })
    const { recovery } = bootstrapSchema.parse(await studio.json('GET', '/api/bootstrap'))
    expect(recovery).toMatchObject({ key: 'library.begun-anew', values: { file: 'library.db' } })
    const sound = await openStudio()
    expect(await sound.json('GET', '/api/bootstrap')).toMatchObject({ recovery: null })
  })
})
