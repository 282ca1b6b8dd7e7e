import { describe, expect, it } from 'vitest'
import { Dialogs } from '../../../../renderer/state/dialogs.svelte.ts'

describe('Dialogs', () => {
  it('has one open at most: another takes its place', () => {
    const dialogs = new Dialogs()
    expect(dialogs.current).toBeNull()
    dialogs.open({ kind: 'settings' })
    dialogs.open({ kind: 'shortcuts' })
    expect(dialogs.current).toEqual({ kind: 'shortcuts' })
    dialogs.close()
    expect(dialogs.current).toBeNull()
  })
})
