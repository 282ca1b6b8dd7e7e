import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Application } from '../../../main/cli/application.ts'
import type { GenerateOptions } from '../../../main/cli/generate-options.ts'
import { runModelsAdd, runModelsRemove } from '../../../main/cli/models-add.ts'
import { runModelsList } from '../../../main/cli/models-list.ts'
import { resolveInstalled } from '../../../main/cli/resolve-installed.ts'
import { takeProcessLock } from '../../../main/files/process-lock.ts'
import { modelSchema } from '../../../main/server/contract/models.ts'
import { findFolders } from '../../../main/settings/folders.ts'
import { loraBytes, put, putCheckpoint, putTinyVae } from '../../fixtures/model-files.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

function testApplication() {
  const home = temporaryFolder()
  const printed: string[] = []
  const told: string[] = []
  const unused = () => Promise.reject(new Error('unused'))
  const application: Application = {
    folders: findFolders(home),
    engine: { pid: undefined, request: unused, close: () => Promise.resolve() },
    hasher: { hash: unused, pathsOf: () => [], save: () => Promise.resolve() },
    print: (line) => void printed.push(line),
    tell: (line) => void told.push(line),
    interactive: false,
    rewriteLine: () => undefined,
    signal: new AbortController().signal,
  }
  const list = async () => {
    printed.length = 0
    await runModelsList(application, { json: true })
    return printed.map((line) => modelSchema.parse(JSON.parse(line))).filter(({ builtIn }) => !builtIn)
  }
  return { application, home, printed, told, list }
}

const options = (changes: Partial<GenerateOptions>): GenerateOptions => ({
  lora: [],
  clipSkip: 0,
  emphasis: 'none',
  count: 1,
  noise: 'cpu',
  device: 'auto',
  tiling: 'auto',
  ...changes,
})

describe('onestroke models', () => {
  it('lists, adds and removes a file', async () => {
    const { application, home, printed, list } = testApplication()
    const path = put(join(home, 'files', 'ink.safetensors'), loraBytes(1))
    await runModelsAdd(application, path, {})
    expect(printed).toEqual([expect.stringMatching(/^[a-z0-9]{16} {2}LoRA {3}SD 1\.5 +0\.0 MB {2}ink$/)])
    const [ink] = await list()
    expect(ink).toMatchObject({ name: 'ink', path, present: true, folderId: null })
    await runModelsRemove(application, ink?.id ?? '')
    expect(await list()).toEqual([])
  })

  it('adds all models of a folder, and removes them with it', async () => {
    const { application, home, printed, told, list } = testApplication()
    const folder = join(home, 'files')
    put(join(folder, 'loras', 'ink.safetensors'), loraBytes(1))
    put(join(folder, 'old.ckpt'), '')
    putCheckpoint(join(folder, 'painter.safetensors'))
    await runModelsAdd(application, folder, { json: true })
    expect(printed).toHaveLength(2)
    expect(told).toEqual(['One file is in a format that can run programs (.ckpt, .pt) and not used.'])
    const [model] = await list()
    printed.length = 0
    await runModelsList(application, {})
    expect(printed.at(-1)).toBe(`${model?.folderId}  folder  ${folder}`)
    renameSync(folder, `${folder} away`)
    expect((await list()).map(({ present }) => present)).toEqual([false, false])
    renameSync(`${folder} away`, folder)
    await runModelsAdd(application, folder, {})
    expect(told.at(-1)).toBe('It holds no model that is not in the list already.')
    await runModelsRemove(application, model?.folderId ?? '')
    expect(await list()).toEqual([])
  })

  it('refuses what is not there, and the built-in model', async () => {
    const { application } = testApplication()
    await expect(runModelsAdd(application, '/no/such', {})).rejects.toThrow('There is no file or folder "/no/such"')
    await expect(runModelsRemove(application, 'none')).rejects.toThrow('There is no model or folder "none".')
    await expect(runModelsRemove(application, 'built-in')).rejects.toThrow('is a part of Onestroke and stays')
  })

  it('says who has the library open', async () => {
    const { application } = testApplication()
    const unlock = takeProcessLock(join(application.folders.data, 'onestroke.lock'))
    await expect(runModelsList(application, {})).rejects.toThrow('is using the same data folder. Close it first.')
    unlock()
  })
})

describe('names of installed models', () => {
  it('stand for their files', async () => {
    const { application, home, list } = testApplication()
    const painter = putCheckpoint(join(home, 'files', 'Painter.safetensors'))
    const ink = put(join(home, 'files', 'ink.safetensors'), loraBytes(1))
    const vae = putTinyVae(join(home, 'files', 'taesd.safetensors'))
    await runModelsAdd(application, join(home, 'files'), {})
    const id = (await list()).find(({ name }) => name === 'ink')?.id ?? ''
    const named = options({
      model: 'painter',
      vae: 'taesd',
      lora: [
        { name: id, strength: 0.5 },
        { name: 'none', strength: 1 },
      ],
    })
    expect((await resolveInstalled(application, 'a fox', named)).options).toEqual({
      ...named,
      model: painter,
      vae,
      lora: [
        { name: ink, strength: 0.5 },
        { name: 'none', strength: 1 },
      ],
    })
  })

  it('stay as they are where there is no such model, and open no library for files', async () => {
    const { application } = testApplication()
    const unknown = options({ model: 'nobody' })
    expect((await resolveInstalled(application, 'a fox', unknown)).options).toEqual(unknown)
    const unlock = takeProcessLock(join(application.folders.data, 'onestroke.lock'))
    const files = options({ model: 'built-in', lora: [{ name: './a/b.safetensors', strength: 1 }] })
    expect((await resolveInstalled(application, 'a fox', files)).options).toEqual(files)
    unlock()
  })
})

describe('presets on the command line', () => {
  it('bring their LoRA, and tags of the prompt theirs', async () => {
    const { application, home } = testApplication()
    const painter = putCheckpoint(join(home, 'files', 'Painter.safetensors'))
    const unified = put(join(home, 'files', 'hyper_sd15_1step.safetensors'), loraBytes(1))
    const ink = put(join(home, 'files', 'ink.safetensors'), loraBytes(2))
    await runModelsAdd(application, join(home, 'files'), {})
    const asked = options({ model: painter, preset: 'hyper-unified-4' })
    const { prompt, preset, options: resolved } = await resolveInstalled(application, 'a fox <lora:INK:0.6>', asked)
    expect(prompt).toBe('a fox')
    expect(preset).toMatchObject({ id: 'hyper-unified-4', steps: 4 })
    expect(resolved.lora).toEqual([
      { name: unified, strength: 1 },
      { name: ink, strength: 0.6 },
    ])
    await expect(resolveInstalled(application, 'a fox <lora:chalk>', asked)).rejects.toThrow(/"chalk"/)
  })

  it('are taken from step LoRAs that are named, without opening the library', async () => {
    const { application, home } = testApplication()
    const painter = putCheckpoint(join(home, 'Painter.safetensors'))
    const lora = put(join(home, 'Hyper-SD15-2steps-lora.safetensors'), loraBytes(1))
    const named = options({ model: painter, lora: [{ name: lora, strength: 0.9 }] })
    const { preset, options: resolved } = await resolveInstalled(application, 'a fox', named)
    expect(preset?.id).toBe('hyper-fixed-2')
    expect(resolved).toEqual(named)
    expect((await resolveInstalled(application, 'a fox', { ...named, scheduler: 'euler' })).preset).toBeNull()
  })

  it('leave a LoRA that nobody knows by name to whoever names it, and refuse where nothing is named', async () => {
    const { application, home } = testApplication()
    const painter = putCheckpoint(join(home, 'Painter.safetensors'))
    const mine = put(join(home, 'mine.safetensors'), loraBytes(1))
    const asked = options({ model: painter, preset: 'hyper-unified-1', lora: [{ name: mine, strength: 1 }] })
    expect((await resolveInstalled(application, 'a fox', asked)).options).toEqual(asked)
    await expect(resolveInstalled(application, 'a fox', { ...asked, lora: [] })).rejects.toThrow(/not installed/)
  })
})
