import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Model } from '../../../../renderer/api/contract.ts'
import { catalogues } from '../../../../renderer/messages/catalogue.ts'
import { takeDropped, type Dropped } from '../../../../renderer/state/take-dropped.ts'
import { model } from './contract-fixtures.ts'

type Receiving = Parameters<typeof takeDropped>[0]

const TEXTS = catalogues.en

/** The parts of the page that a drop reaches, each of which notes what is asked of it. */
function receiving(added: readonly Model[] = []) {
  const calls: unknown[] = []
  const note =
    (name: string) =>
    (...details: unknown[]) =>
      void calls.push([name, ...details])
  const page = {
    client: { readSettings: async (file: Blob) => ({ source: 'none', infotext: await file.text() }) },
    dialogs: { open: note('open'), openInTurn: note('openInTurn') },
    draft: { chooseModel: note('chooseModel') },
    models: {
      add: (path: string) => {
        calls.push(['add', path])
        return path.includes('broken') ? Promise.reject(new Error('This is no model.')) : Promise.resolve(added)
      },
    },
    modelFolders: {
      add: (path: string) => {
        calls.push(['addFolder', path])
        return Promise.resolve()
      },
    },
    toasts: { show: note('show'), showError: note('showError') },
    t: TEXTS,
  } as unknown as Receiving
  return { page, calls }
}

const file = (name: string, content = 'a red fox'): Dropped => ({ file: new File([content], name), isFolder: false })
const folder = (name: string): Dropped => ({ file: new File([], name), isFolder: true })

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('what is dropped on the window', () => {
  it('is read where it is a picture, one at a time', async () => {
    const { page, calls } = receiving()
    await takeDropped(page, [file('fox.png'), file('cat.png')])
    expect(calls).toEqual([
      ['show', TEXTS.shell.dropOne],
      ['openInTurn', expect.objectContaining({ kind: 'readSettings', fileName: 'fox.png' })],
    ])
  })

  it('is refused where it is too large', async () => {
    const { page, calls } = receiving()
    const large = file('large.png')
    Object.defineProperty(large.file, 'size', { value: 64 * 1024 * 1024 + 1 })
    await takeDropped(page, [large])
    expect(calls).toEqual([['show', TEXTS.shell.dropTooLarge, { kind: 'error' }]])
  })

  it('may be nothing', async () => {
    const { page, calls } = receiving()
    await takeDropped(page, [])
    expect(calls).toEqual([])
  })

  it('leads to where a path is typed, in a browser, which does not tell it', async () => {
    vi.stubGlobal('window', {})
    const { page, calls } = receiving()
    await takeDropped(page, [file('Flower.SafeTensors'), folder('loras')])
    const shown = calls as [string, string, { action: { run: () => void } }][]
    expect(shown.map(([name, text]) => [name, text])).toEqual([
      ['show', TEXTS.shell.dropWeights('Flower.SafeTensors')],
      ['show', TEXTS.shell.dropFolder('loras')],
    ])
    shown[0]![2].action.run()
    expect(calls[2]).toEqual(['open', { kind: 'models', section: 'here' }])
  })
})

describe('weights that are dropped on the desktop’s window', () => {
  const onDesktop = () => {
    vi.stubGlobal('window', { onestroke: { pathOf: ({ name }: File) => `/there/${name}` } })
  }

  it('are used where they lie; a checkpoint is the next picture’s', async () => {
    onDesktop()
    const { page, calls } = receiving([model('painter')])
    await takeDropped(page, [file('painter.safetensors')])
    expect(calls).toEqual([
      ['add', '/there/painter.safetensors'],
      ['show', TEXTS.dialogs.addModel.added('painter')],
      ['chooseModel', 'painter'],
    ])
  })

  it('may be on the list already, or be none', async () => {
    onDesktop()
    const { page, calls } = receiving([])
    await takeDropped(page, [file('known.safetensors'), file('broken.safetensors')])
    expect(calls).toEqual([
      ['add', '/there/known.safetensors'],
      ['show', TEXTS.dialogs.addModel.alreadyThere],
      ['add', '/there/broken.safetensors'],
      ['showError', new Error('This is no model.')],
    ])
  })

  it('may be a folder of them', async () => {
    onDesktop()
    const { page, calls } = receiving()
    await takeDropped(page, [folder('models')])
    expect(calls).toEqual([
      ['addFolder', '/there/models'],
      ['show', TEXTS.shell.droppedFolder('/there/models')],
      ['open', { kind: 'models', section: 'here' }],
    ])
  })
})
