import { describe, expect, it, vi } from 'vitest'
import { answerQuestion, type QuestionHandlers } from '../../../../electron/bridge/answer-question.ts'
import { createBridge, type RendererChannel } from '../../../../electron/bridge/create-bridge.ts'
import type { QuestionName } from '../../../../electron/bridge/channels.ts'

const ID = 'abcdefgh01234567'

const handlers: QuestionHandlers = {
  openFile: (kind) => Promise.resolve(`/${kind}`),
  openFolder: () => Promise.resolve(null),
  reveal: (id) => (id === ID ? Promise.resolve(null) : Promise.reject(new Error('The file is no longer there.'))),
  takeOpenedFiles: () => Promise.resolve([{ kind: 'weights', name: 'a', path: '/a' }]),
}

/** The preload script's end of a channel to the handlers above. */
function connect(isTrusted = true) {
  const listeners = new Map<string, (event: unknown, message: unknown) => void>()
  const invoke = vi.fn<RendererChannel['invoke']>((channel, message) =>
    answerQuestion({ name: channel.replace('onestroke:', '') as QuestionName, message, isTrusted, handlers }),
  )
  const send = vi.fn<RendererChannel['send']>()
  const bridge = createBridge({
    platform: 'linux',
    channel: {
      invoke,
      send,
      on: (channel, listener) => listeners.set(channel, listener),
      off: (channel) => listeners.delete(channel),
    },
    pathOf: ({ name }) => `/dropped/${name}`,
  })
  const push = (channel: string, message: unknown) => listeners.get(channel)?.({ sender: 'Electron’s own' }, message)
  return { bridge, invoke, send, push, listeners }
}

describe('the page', () => {
  it('gets answers', async () => {
    const { bridge } = connect()
    expect(await bridge.openFile()).toBe('/weights')
    expect(await bridge.openFile('weights-folder')).toBe('/weights-folder')
    expect(await bridge.openFolder('pictures')).toBeNull()
    expect(await bridge.openFolder('models')).toBeNull()
    expect(await bridge.reveal(ID)).toBeUndefined()
    expect(bridge.pathOf(new File([], 'a.safetensors'))).toBe('/dropped/a.safetensors')
  })

  it('gets the message of an error, and nothing more of it', async () => {
    const { bridge } = connect()
    await expect(bridge.reveal('z'.repeat(16))).rejects.toThrow(/^The file is no longer there\.$/)
  })

  it.each([
    ['reveal', '../../etc/passwd'],
    ['reveal', ID.toUpperCase()],
    ['reveal', { id: ID }],
    ['reveal', undefined],
    ['openFile', 'pictures'],
    ['openFile', null],
    ['openFolder', '/etc'],
  ] as const)('cannot ask %s with %j', async (name, argument) => {
    const { bridge, invoke } = connect()
    await expect((bridge[name] as (value: unknown) => Promise<unknown>)(argument)).rejects.toThrow(/invalid/i)
    expect(invoke).not.toHaveBeenCalled()
  })

  it('drags one picture or several, by id', () => {
    const { bridge, send } = connect()
    bridge.startDrag(ID)
    bridge.startDrag([ID, ID])
    expect(send.mock.calls).toEqual([
      ['onestroke:drag', [ID]],
      ['onestroke:drag', [ID, ID]],
    ])
    expect(() => bridge.startDrag('/etc/passwd')).toThrow(/invalid/i)
    expect(() => bridge.startDrag([])).toThrow(/small|least|invalid/i)
  })

  it('gets opened files at once and when there are more, and no event', async () => {
    const { bridge, push } = connect()
    const files: unknown[][] = []
    const end = bridge.onOpenFile((...given) => void files.push(given))
    await vi.waitFor(() => expect(files).toHaveLength(1))
    push('onestroke:files-opened', null)
    await vi.waitFor(() => expect(files).toHaveLength(2))
    expect(files[1]).toEqual([{ kind: 'weights', name: 'a', path: '/a' }])
    end()
    push('onestroke:files-opened', null)
    expect(files).toHaveLength(2)
  })

  it('gets the menu’s commands, and no others', () => {
    const { bridge, push, listeners } = connect()
    const commands: string[] = []
    const end = bridge.onMenuCommand((command) => void commands.push(command))
    push('onestroke:menu-command', 'settings')
    expect(() => push('onestroke:menu-command', 'format-disk')).toThrow(/invalid/i)
    expect(commands).toEqual(['settings'])
    end()
    expect(listeners.size).toBe(0)
  })
})

describe('the main process', () => {
  it('answers nobody but the app’s page', async () => {
    const { bridge } = connect(false)
    await expect(bridge.openFile()).rejects.toThrow('Only Onestroke’s own page may ask this.')
  })

  it.each([
    ['reveal', '../x'],
    ['openFile', { toString: 'weights' }],
    ['takeOpenedFiles', 'all'],
  ] as const)('refuses %s with %j, whatever sent it', async (name, message) => {
    expect(await answerQuestion({ name, message, isTrusted: true, handlers })).toEqual({
      ok: false,
      message: `This is no question for ${name}.`,
    })
  })
})
