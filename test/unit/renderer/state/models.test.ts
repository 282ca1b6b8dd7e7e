import { describe, expect, it } from 'vitest'
import type { Model } from '../../../../renderer/api/contract.ts'
import { ModelsState } from '../../../../renderer/state/models.svelte.ts'
import { model, offlineClient } from './contract-fixtures.ts'

const BUILT_IN = model('builtin', { builtIn: true })
const MINE = model('mine')
const LORA = model('lora', { kind: 'lora' })

/** Models whose back end answers every change with `list`. */
function modelsAnswering(list: Model[], initial: Model[]) {
  const client = offlineClient()
  const answer = () => Promise.resolve(list)
  return new ModelsState({ ...client, models: { ...client.models, add: answer, forget: answer } }, initial)
}

describe('ModelsState', () => {
  it('tells checkpoints from LoRAs, and follows what the back end tells', () => {
    const models = new ModelsState(offlineClient(), [MINE, LORA])
    expect(models.checkpoints).toEqual([MINE])
    expect(models.loras).toEqual([LORA])
    expect(models.find('lora')).toBe(LORA)
    models.receive([BUILT_IN])
    expect(models.checkpoints).toEqual([BUILT_IN])
    expect(models.loras).toEqual([])
    expect(models.find('lora')).toBeNull()
  })

  it('begins with the built-in model, else with what there is', () => {
    expect(new ModelsState(offlineClient(), [MINE, BUILT_IN]).first).toBe(BUILT_IN)
    expect(new ModelsState(offlineClient(), [LORA, MINE]).first).toBe(MINE)
    expect(new ModelsState(offlineClient(), [LORA]).first).toBeUndefined()
  })

  it('says which models an added file brought, also where the event came before the answer', async () => {
    const answer = Promise.withResolvers<Model[]>()
    const client = offlineClient()
    const models = new ModelsState({ ...client, models: { ...client.models, add: () => answer.promise } }, [BUILT_IN])
    const added = models.add('/models/mine.safetensors')
    models.receive([BUILT_IN, MINE])
    answer.resolve([BUILT_IN, MINE])
    expect(await added).toEqual([MINE])
    expect(models.all).toEqual([BUILT_IN, MINE])
  })

  it('knows a file that is there already', async () => {
    expect(await modelsAnswering([BUILT_IN, MINE], [BUILT_IN, MINE]).add('/models/mine.safetensors')).toEqual([])
  })

  it('takes a model off the list', async () => {
    const models = modelsAnswering([BUILT_IN], [BUILT_IN, MINE])
    await models.forget('mine')
    expect(models.all).toEqual([BUILT_IN])
  })

  it('leaves the list as it is where the back end refuses, and says so', async () => {
    const models = new ModelsState(offlineClient(), [BUILT_IN])
    await expect(models.add('/nowhere')).rejects.toMatchObject({ status: null })
    await expect(models.forget('builtin')).rejects.toMatchObject({ status: null })
    expect(models.all).toEqual([BUILT_IN])
  })
})
