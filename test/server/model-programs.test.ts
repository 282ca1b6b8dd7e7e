import { mkdtempSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loraBytes, put, putTinyVae } from '../fixtures/model-files.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { namesOf, openModelScene } from './model-scene.ts'

const temporary = realpathSync(temporaryFolder())
const newFolder = () => mkdtempSync(join(temporary, 'home-'))

/** A program's folder with models of its own, one that is in none of its model folders, and settings. */
interface Installed {
  readonly program: string
  /** Below the home folder. */
  readonly folder: string
  readonly files: readonly string[]
  readonly models: readonly string[]
  readonly settings?: Readonly<Record<string, string>>
}

const elsewhere = newFolder()
const INSTALLED: readonly Installed[] = [
  {
    program: 'a1111',
    folder: 'stable-diffusion-webui-forge',
    files: ['webui.py', 'extensions/other/weights.safetensors'],
    models: ['models/Lora/a1.safetensors', 'models/Stable-diffusion/sub/a2.safetensors', 'models/VAE/a3.safetensors'],
  },
  {
    program: 'comfyui',
    folder: 'ComfyUI',
    files: ['main.py', 'custom_nodes/x.py', 'models/upscale_models/big.safetensors', 'models/checkpoints/put here'],
    models: ['models/loras/c1.safetensors', 'models/diffusion_models/c2.safetensors'],
    settings: {
      'extra_model_paths.yaml': `
# comment
shared:
    base_path: ${elsewhere}/shared
    is_default: true
    checkpoints: sd
    loras: |
        lora/
        lycoris
    embeddings: embeddings
empty:
broken:
    base_path: 7
    loras: [1, 2]
`,
    },
  },
  {
    program: 'invokeai',
    folder: 'invokeai',
    files: ['databases/invokeai.db'],
    models: [`${elsewhere}/invoke/sd-1/lora/i1.safetensors`],
    settings: { 'invokeai.yaml': `schema_version: 4.0.2\nmodels_dir: ${elsewhere}/invoke\n` },
  },
  {
    program: 'stability-matrix',
    folder: 'StabilityMatrix/Data',
    files: ['.sm-portable', 'settings.json', 'Models/ControlNet/cn.safetensors'],
    models: ['Models/Lora/m1.safetensors', 'Models/StableDiffusion/m2.safetensors', 'Models/LyCORIS/m3.safetensors'],
  },
  {
    program: 'swarmui',
    folder: 'SwarmUI',
    files: ['SwarmUI.sln', 'Models/upscale_models/up.safetensors'],
    models: [`Models/Lora/s1.safetensors`, `${elsewhere}/swarm/loras/s2.safetensors`],
    settings: {
      'Data/Settings.fds': `IsInstalled: true\nPaths:\n\t#Where models are\n\tModelRoot: Models;${elsewhere}/swarm\n\tSDLoraFolder: Lora;loras\nNetwork:\n\tModelRoot: nothing\n`,
    },
  },
]

function install(home: string, { folder, files, models, settings = {} }: Installed): string {
  const root = join(home, folder)
  for (const [name, text] of Object.entries(settings)) put(join(root, name), text)
  const full = (path: string) => (path.startsWith('/') ? path : join(root, path))
  for (const [index, path] of files.entries()) {
    put(full(path), path.endsWith('.safetensors') ? loraBytes(1000 + index) : '')
  }
  for (const [index, path] of models.entries()) put(full(path), loraBytes(index))
  return root
}

const shown = ({ models }: Installed) =>
  models.map((path) => /([^/]+)\.safetensors$/.exec(path)?.[1] ?? '').toSorted((a, b) => (a < b ? -1 : 1))

describe('another program', () => {
  it.each(INSTALLED)('$program is found and offered, and used by its own folder', async (installed) => {
    const home = newFolder()
    const root = install(home, installed)
    if (installed.program === 'comfyui') {
      put(join(elsewhere, 'shared', 'lora', 'c3.safetensors'), loraBytes(50))
      putTinyVae(join(elsewhere, 'shared', 'sd', 'c4.safetensors'))
    }
    const extra = installed.program === 'comfyui' ? ['c3', 'c4'] : []
    const scene = await openModelScene({ places: [root, join(home, 'nothing')] })
    const [offered] = await scene.until('the offer', async () => {
      const { suggested } = await scene.folders()
      return suggested.length > 0 && suggested
    })
    const models = [...shown(installed), ...extra]
    expect(offered).toMatchObject({ path: root, program: installed.program, models: models.length })
    expect(offered?.bytes).toBeGreaterThan(2000)
    const folder = await scene.addFolder(root)
    expect(folder).toMatchObject({ path: root, program: installed.program, models: models.length })
    expect(namesOf(await scene.models())).toEqual(models)
    expect((await scene.folders()).suggested).toEqual([])
    if (installed.program === 'comfyui') {
      put(join(elsewhere, 'shared', 'lora', 'late.safetensors'), loraBytes(60))
      await scene.until('the late one', async () => namesOf(await scene.models()).includes('late'))
    }
    expect(scene.errors).toEqual([])
  })

  it('is known by a folder around it, as its packages are unpacked', async () => {
    const home = newFolder()
    const comfyui = INSTALLED[1]
    if (comfyui === undefined) throw new Error('There is a ComfyUI')
    const root = install(home, { ...comfyui, settings: {}, folder: 'ComfyUI_windows_portable/ComfyUI' })
    const scene = await openModelScene()
    const folder = await scene.addFolder(join(home, 'ComfyUI_windows_portable'))
    expect(folder).toMatchObject({ path: root, program: 'comfyui', models: 2 })
  })

  it('that is there in several ways is offered once', async () => {
    const home = newFolder()
    const [a1111] = INSTALLED
    if (a1111 === undefined) throw new Error('There is an A1111')
    const root = install(home, a1111)
    const scene = await openModelScene({ places: [root, home, root, join(root, '.')] })
    await scene.until('the offer', async () => (await scene.folders()).suggested.length > 0)
    expect((await scene.folders()).suggested).toHaveLength(1)
  })

  it('without models is not offered', async () => {
    const home = newFolder()
    const root = install(home, {
      program: 'a1111',
      folder: 'webui',
      files: ['webui.py', 'models/Stable-diffusion/Put here.txt'],
      models: [],
    })
    const [a1111] = INSTALLED
    if (a1111 === undefined) throw new Error('There is an A1111')
    const withModels = install(home, a1111)
    const scene = await openModelScene({ places: [root, withModels] })
    await scene.until('an offer', async () => (await scene.folders()).suggested.length > 0)
    expect((await scene.folders()).suggested.map(({ path }) => path)).toEqual([withModels])
  })
})
