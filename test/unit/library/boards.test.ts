import { describe, expect, it } from 'vitest'
import { createBoardStore } from '../../../main/library/boards.ts'
import { insertRecipe, openMemoryLibrary } from './memory-library.ts'

function setUp() {
  const { db, pictures } = openMemoryLibrary()
  const [older, newer] = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'].map((createdAt) =>
    insertRecipe(db, { createdAt }),
  ) as [string, string]
  return { db, boards: createBoardStore({ db, pictures, now: () => 1 }), older, newer }
}

describe('boards', () => {
  it('list by name with their count and newest picture', () => {
    const { boards, older, newer } = setUp()
    const foxes = boards.create('foxes')
    const apples = boards.create('Apples')
    expect(foxes).toEqual({ id: foxes.id, name: 'foxes', count: 0, coverId: null })
    const filled = boards.changeImages(foxes.id, { add: [newer, older, 'x'.repeat(16), newer], remove: [] })
    expect(filled).toEqual({ ...foxes, count: 2, coverId: newer })
    expect(boards.list()).toEqual([apples, filled])
  })

  it('lose pictures that are taken off, deleted or hidden', () => {
    const { db, boards, older, newer } = setUp()
    const { id } = boards.create('all')
    boards.changeImages(id, { add: [older, newer], remove: [] })
    db.run(`UPDATE images SET deleted_at = 1, undo_token = 't' WHERE id = ?`, [newer])
    expect(boards.get(id)).toMatchObject({ count: 1, coverId: older })
    db.run('UPDATE images SET deleted_at = NULL, undo_token = NULL')
    expect(boards.get(id)).toMatchObject({ count: 2, coverId: newer })
    db.run('DELETE FROM images WHERE id = ?', [newer])
    expect(boards.changeImages(id, { add: [], remove: [older] })).toMatchObject({ count: 0, coverId: null })
  })

  it('can be renamed and removed; unknown ones are null', () => {
    const { boards } = setUp()
    const { id } = boards.create('old')
    expect(boards.rename(id, 'new')).toMatchObject({ id, name: 'new' })
    expect([boards.remove(id), boards.remove(id)]).toEqual([true, false])
    expect(boards.get(id)).toBeNull()
    expect(boards.rename(id, 'x')).toBeNull()
    expect(boards.changeImages(id, { add: [], remove: [] })).toBeNull()
  })
})
