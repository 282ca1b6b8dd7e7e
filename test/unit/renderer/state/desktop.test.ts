import { describe, expect, it } from 'vitest'
import type { DesktopBridge, MenuCommand, OpenedFile } from '../../../../main/server/contract/bridge.ts'
import { menuCommandSchema } from '../../../../electron/bridge/channels.ts'
import { catalogues } from '../../../../renderer/messages/catalogue.ts'
import { followDesktop } from '../../../../renderer/state/desktop.ts'

type Page = Parameters<typeof followDesktop>[0]

/** The parts of the page that the desktop reaches, each of which notes what is asked of it. */
function makePage() {
  const calls: unknown[] = []
  const note =
    (name: string) =>
    (...details: unknown[]) =>
      void calls.push([name, ...details])
  const readSettings = async (file: Blob) => {
    const text = await file.text()
    if (text === 'broken') throw new Error('This is no picture.')
    return { source: 'none', infotext: text }
  }
  const page = {
    client: { readSettings },
    dialogs: { open: note('open'), openInTurn: note('openInTurn') },
    layout: {
      toggleView: note('toggleView'),
      togglePrompt: note('togglePrompt'),
      toggleGallery: note('toggleGallery'),
      toggleBoth: note('toggleBoth'),
    },
    toasts: { show: note('show'), showError: note('showError') },
    t: catalogues.en,
  } as unknown as Page
  return { page, calls }
}

function follow() {
  const { page, calls } = makePage()
  const listeners = new Set<unknown>()
  let open: (file: OpenedFile) => void = () => undefined
  let command: (name: MenuCommand) => void = () => undefined
  const desktop = {
    onOpenFile(callback: typeof open) {
      listeners.add(callback)
      open = callback
      return () => void listeners.delete(callback)
    },
    onMenuCommand(callback: typeof command) {
      listeners.add(callback)
      command = callback
      return () => void listeners.delete(callback)
    },
  } as unknown as DesktopBridge
  const end = followDesktop(page, desktop)
  return {
    calls,
    listeners,
    end,
    open: (file: OpenedFile) => {
      open(file)
    },
    command: (name: MenuCommand) => {
      command(name)
    },
  }
}

const picture = (content: string, name = 'fox.png') => ({ kind: 'picture', name, bytes: Buffer.from(content) }) as const

describe('a menu command', () => {
  it.each(menuCommandSchema.options)('%s does one thing', (name) => {
    const { calls, command } = follow()
    command(name)
    expect(calls).toHaveLength(1)
  })

  it('opens the dialog of its name', () => {
    const { calls, command } = follow()
    for (const name of ['add-model', 'settings', 'shortcuts'] as const) command(name)
    expect(calls).toEqual([
      ['open', { kind: 'models', section: 'here' }],
      ['open', { kind: 'settings' }],
      ['open', { kind: 'shortcuts' }],
    ])
  })
})

describe('an opened file', () => {
  it('that is a picture is read, and its settings are offered', async () => {
    const { calls, open } = follow()
    open(picture('a red fox'))
    const found = { source: 'none', infotext: 'a red fox' }
    await expect.poll(() => calls).toEqual([['openInTurn', { kind: 'readSettings', fileName: 'fox.png', found }]])
  })

  it('that cannot be read is told about', async () => {
    const { calls, open } = follow()
    open(picture('broken'))
    await expect.poll(() => calls).toEqual([['showError', new Error('This is no picture.')]])
  })

  it('that holds weights is offered as a model', () => {
    const { calls, open } = follow()
    open({ kind: 'weights', name: 'a.safetensors', path: '/models/a.safetensors' })
    expect(calls).toEqual([['openInTurn', { kind: 'addModel', path: '/models/a.safetensors' }]])
  })
})

it('ends when told', () => {
  const { listeners, end } = follow()
  expect(listeners.size).toBe(2)
  end()
  expect(listeners.size).toBe(0)
})
