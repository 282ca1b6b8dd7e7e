import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { announceLibraryChange } from '../../main/server/announce-library.ts'
import { bootstrapSchema, eventSchema, type StudioEvent } from '../../main/server/contract/studio.ts'
import { createEventBus } from '../../main/server/event-bus.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { newHome, openStudio } from './studio.ts'

describe('what nobody asked for', () => {
  it('is told with the first state where the library had to be mended', async () => {
    const home = newHome()
    mkdirSync(join(home, 'data'))
    writeFileSync(join(home, 'data', 'library.db'), 'this is no database at all'.repeat(500))
    const studio = await openStudio({ home })
    const { recovery } = bootstrapSchema.parse(await studio.json('GET', '/api/bootstrap'))
    expect(recovery).toMatchObject({ key: 'library.begun-anew', values: { file: 'library.db' } })
    const sound = await openStudio()
    expect(await sound.json('GET', '/api/bootstrap')).toMatchObject({ recovery: null })
  })

  it('is told as an event where the trash did not take pictures', () => {
    const events = createEventBus()
    const seen: StudioEvent[] = []
    events.subscribe((event) => seen.push(event))
    const problem = sentence('library.trash-left', { count: 2, reason: '' })
    announceLibraryChange({ type: 'deletionFailed', ids: ['a', 'b'], problem }, events, () => null)
    expect(seen.map((event) => eventSchema.parse(event))).toEqual([{ type: 'notice', notice: problem }])
  })
})
