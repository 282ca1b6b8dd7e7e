import { describe, expect, it } from 'vitest'
import type { Client } from '../../../../renderer/api/client.ts'
import type { Board } from '../../../../renderer/api/contract.ts'
import { Boards } from '../../../../renderer/state/boards.svelte.ts'
import { board, offlineClient } from './contract-fixtures.ts'

const FOXES = board('foxes')
const OWLS = board('owls', { name: 'Owls' })

function boardsWith(client: Partial<Client['boards']>, initial: readonly Board[] = [FOXES]) {
  const errors: unknown[] = []
  const boards = new Boards({
    client: { ...offlineClient().boards, ...client },
    initial,
    onError: (error) => errors.push(error),
  })
  return { boards, errors }
}

describe('Boards', () => {
  it('follows what the back end tells, and nothing else', () => {
    const { boards } = boardsWith({})
    boards.receive({ type: 'boardsChanged', boards: [OWLS] })
    boards.receive({ type: 'alive' })
    expect(boards.list).toEqual([OWLS])
    expect([boards.nameOf('owls'), boards.nameOf('gone')]).toEqual(['Owls', ''])
  })

  it('answers the new board, also where the event came first', async () => {
    const answer = Promise.withResolvers<Board[]>()
    const names: string[] = []
    const { boards } = boardsWith({
      create: (name) => {
        names.push(name)
        return answer.promise
      },
    })
    const created = boards.create('  Owls ')
    boards.receive({ type: 'boardsChanged', boards: [FOXES, OWLS] })
    answer.resolve([FOXES, OWLS])
    expect(await created).toEqual(OWLS)
    expect(names).toEqual(['Owls'])
  })

  it('asks for nothing without a name, or with the same one', async () => {
    const { boards, errors } = boardsWith({})
    expect(await boards.create('  ')).toBeNull()
    await boards.rename('foxes', ' foxes ')
    await boards.rename('foxes', ' ')
    expect(errors).toEqual([])
  })

  it('keeps its boards where the back end refuses, and says so', async () => {
    const { boards, errors } = boardsWith({})
    expect(await boards.create('Owls')).toBeNull()
    await boards.rename('foxes', 'Vixens')
    expect(await boards.remove('foxes')).toBe(false)
    expect(await boards.change('foxes', { add: ['a'] })).toBe(false)
    expect(boards.list).toEqual([FOXES])
    expect(errors).toHaveLength(4)
  })

  it('splits what one request may not carry, and stops at the first refusal', async () => {
    const sizes: [number, number][] = []
    const { boards, errors } = boardsWith({
      change: (_id, { add = [], remove = [] }) => {
        sizes.push([add.length, remove.length])
        return sizes.length < 3 ? Promise.resolve([FOXES]) : Promise.reject(new Error('full'))
      },
    })
    const many = Array.from({ length: 10_001 }, (_, index) => String(index))
    expect(await boards.change('foxes', { add: many, remove: many })).toBe(false)
    expect(sizes).toEqual([
      [10_000, 0],
      [1, 0],
      [0, 10_000],
    ])
    expect(errors).toHaveLength(1)
  })
})
