import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPresenter } from '../../../../electron/windows/presenter.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const STOPPED = { status: 'stopped', reason: '', lastOutput: '' } as const
const RESTARTING = { status: 'restarting', reason: '' } as const

function present() {
  const shown: string[] = []
  const presenter = createPresenter(
    () => void shown.push('app'),
    () => void shown.push('status'),
  )
  return { presenter, shown }
}

it('loads the app while the back end starts', () => {
  const { presenter, shown } = present()
  presenter.follow({ status: 'starting' })
  presenter.follow({ status: 'running' })
  vi.advanceTimersByTime(60_000)
  expect(shown).toEqual(['app'])
})

it('says what a start that takes long is at, then shows the app', () => {
  const { presenter, shown } = present()
  presenter.follow({ status: 'starting' })
  vi.advanceTimersByTime(999)
  expect(shown).toEqual(['app'])
  vi.advanceTimersByTime(1)
  presenter.follow({ status: 'running' })
  expect(shown).toEqual(['app', 'status', 'app'])
})

it('keeps the page, in which somebody may be typing, through a restart however long', () => {
  const { presenter, shown } = present()
  presenter.follow({ status: 'running' })
  presenter.follow(RESTARTING)
  vi.advanceTimersByTime(60_000)
  presenter.follow(RESTARTING)
  vi.advanceTimersByTime(60_000)
  presenter.follow({ status: 'running' })
  expect(shown).toEqual(['app'])
})

it('says what a back end that never ran is at, crash after crash', () => {
  const { presenter, shown } = present()
  presenter.follow({ status: 'starting' })
  presenter.follow(RESTARTING)
  vi.advanceTimersByTime(1000)
  presenter.follow(RESTARTING)
  expect(shown).toEqual(['app', 'status', 'status'])
})

it('says at once that the back end was given up', () => {
  const { presenter, shown } = present()
  presenter.follow({ status: 'running' })
  presenter.follow(STOPPED)
  expect(shown).toEqual(['app', 'status'])
})

it('loads the app again where the window got the status page in its place', () => {
  const { presenter, shown } = present()
  presenter.follow({ status: 'running' })
  presenter.noteStatusPage()
  presenter.follow({ status: 'running' })
  expect(shown).toEqual(['app', 'app'])
})

it('does nothing after the window has closed', () => {
  const { presenter, shown } = present()
  presenter.follow({ status: 'starting' })
  presenter.dispose()
  vi.advanceTimersByTime(60_000)
  expect(shown).toEqual(['app'])
})
