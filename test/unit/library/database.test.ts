import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { randomId } from '../../../main/library/random-id.ts'
import { openMemoryDatabase } from './memory-library.ts'

const nameRow = z.object({ name: z.string() })

describe('wrapConnection', () => {
  it('refuses a statement that writes where rows are read', () => {
    const db = openMemoryDatabase()
    const sql = `INSERT INTO stored_values VALUES ('a', '1') RETURNING name`
    expect(() => db.all(nameRow, sql)).toThrow('A read may not write')
    expect(() => db.first(nameRow, 'DELETE FROM stored_values')).toThrow('A read may not write')
    expect(db.all(nameRow, 'SELECT name FROM stored_values')).toEqual([])
  })

  it('checks each row', () => {
    const db = openMemoryDatabase()
    expect(() => db.all(nameRow, 'SELECT 7 AS name')).toThrow(z.ZodError)
  })

  it('reads a column of numbers, and nothing else as one', () => {
    const db = openMemoryDatabase()
    const sql = 'SELECT value AS count FROM json_each(?)'
    expect(db.numbers(sql, ['[3, 1]'])).toEqual([3, 1])
    expect(db.all(z.object({ count: z.int() }), sql, ['[2]'])).toEqual([{ count: 2 }])
    expect(() => db.numbers(sql, ['[3, "1"]'])).toThrow(TypeError)
    expect(() => db.numbers(`DELETE FROM stored_values RETURNING 1`)).toThrow('A read may not write')
  })

  it('calls a function of the program from a statement, and tells whether a transaction is open', () => {
    const db = openMemoryDatabase()
    const called: unknown[] = []
    db.define('tell', (value) => called.push(value, db.inTransaction()))
    db.transaction(() => db.run(`INSERT INTO stored_values SELECT 'a', coalesce(tell(7), '1')`))
    expect([...called, db.inTransaction()]).toEqual([7, true, false])
  })

  it('passes whole numbers as whole numbers', () => {
    const typeRow = z.object({ type: z.string(), value: z.number() })
    const largest = Number.MAX_SAFE_INTEGER
    const read = openMemoryDatabase().first(typeRow, 'SELECT typeof(?) AS type, ? AS value', [7, largest])
    expect(read).toEqual({ type: 'integer', value: largest })
  })

  it('keeps nothing of a transaction that fails', () => {
    const db = openMemoryDatabase()
    const fail = () =>
      db.transaction(() => {
        db.run(`INSERT INTO stored_values VALUES ('a', '1')`)
        db.transaction(() => db.run(`INSERT INTO stored_values VALUES ('b', '2')`))
        throw new Error('no')
      })
    expect(fail).toThrow('no')
    expect(db.all(nameRow, 'SELECT name FROM stored_values')).toEqual([])
  })

  it('prepares more statements than it keeps', () => {
    const db = openMemoryDatabase()
    const countRow = z.object({ count: z.int() })
    const read = Array.from({ length: 700 }, (_, index) => db.first(countRow, `SELECT ${index % 650} AS count`)?.count)
    expect(read).toEqual(Array.from({ length: 700 }, (_, index) => index % 650))
  })
})

describe('randomId', () => {
  it('makes different ids of 16 letters and digits, all of which occur', () => {
    const ids = Array.from({ length: 2000 }, randomId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{16}$/)
    expect(new Set(ids.join('')).size).toBe(36)
  })
})
