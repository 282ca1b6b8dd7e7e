import { describe, expect, it } from 'vitest'
import type { ModelFolder } from '../../../../renderer/api/contract.ts'
import { ModelFoldersState } from '../../../../renderer/state/model-folders.svelte.ts'
import { offlineClient } from './contract-fixtures.ts'

const FOLDER: ModelFolder = {
  id: 'f',
  path: '/models',
  program: null,
  state: 'watched',
  models: 3,
  problem: null,
}

describe('ModelFoldersState', () => {
  it('follows what the back end tells', () => {
    const state = new ModelFoldersState({ client: offlineClient(), hashing: null, onError: () => undefined })
    expect([state.current.folders, state.hashing]).toEqual([[], null])
    state.receive({ folders: [FOLDER], suggested: [] })
    const hashing = { modelId: 'm', name: 'Painter', doneBytes: 1, totalBytes: 2, waiting: 0 }
    state.receiveHashing(hashing)
    expect([state.current.folders, state.hashing]).toEqual([[FOLDER], hashing])
  })

  it('adds folders, and keeps the list where one is refused', async () => {
    const errors: unknown[] = []
    const client = offlineClient()
    const added = { folders: [FOLDER], suggested: [] }
    const state = new ModelFoldersState({
      client: { ...client, modelFolders: { ...client.modelFolders, add: () => Promise.resolve(added) } },
      hashing: null,
      onError: (error) => errors.push(error),
    })
    await state.add('/models')
    expect(state.current).toEqual(added)
    await state.remove('f')
    await state.readAgain('f')
    expect(errors).toHaveLength(2)
    expect(state.current).toEqual(added)
  })

  it('leaves it to the form to say why a folder was refused', async () => {
    const state = new ModelFoldersState({ client: offlineClient(), hashing: null, onError: () => undefined })
    await expect(state.add('/nowhere')).rejects.toThrow('no answer of Onestroke')
  })
})
