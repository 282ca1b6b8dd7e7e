import { expect, it } from 'vitest'
import { closed, NO_DIALOG, opened, openedInTurn, type Turns } from '../../../../renderer/state/dialog-turns.ts'

const none: Turns<string> = NO_DIALOG

it('a dialog takes the place of another', () => {
  const turns = opened(opened(none, 'settings'), 'shortcuts')
  expect(turns.open).toBe('shortcuts')
  expect(closed(turns).open).toBeNull()
})

it('dialogs about files follow one another', () => {
  let turns = ['a', 'b', 'c'].reduce(openedInTurn, opened(none, 'settings'))
  const seen: (string | null)[] = []
  while (turns.open !== null) {
    seen.push(turns.open)
    turns = closed(turns)
  }
  expect(seen).toEqual(['a', 'b', 'c'])
  expect(openedInTurn(turns, 'd').open).toBe('d')
})

it('a dialog in between loses none of them', () => {
  const turns = opened(['a', 'b'].reduce(openedInTurn, none), 'settings')
  expect(turns.open).toBe('settings')
  expect(closed(turns).open).toBe('b')
})
