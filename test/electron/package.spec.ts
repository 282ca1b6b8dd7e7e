import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../build/bundle.mjs'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { findPage } from './devtools.ts'
import { electronEnvironment, homeOf } from './launch.ts'
import { makePackage } from './make-package.ts'
import { listArchive, readFuses, type PackedFile } from './package-contents.ts'

const folder = temporaryFolder()
const target = `${process.platform}/${process.arch}`
let program = ''
let files: PackedFile[] = []

beforeAll(async () => {
  await ensureBuilt(['core', 'page', 'shell'])
  program = await makePackage(join(folder, 'package'))
  files = listArchive(join(dirname(program), 'resources', 'app.asar'))
}, 300_000)

const pathsWhere = (condition: (file: PackedFile) => boolean) => files.filter(condition).map(({ path }) => path)

describe('the package', () => {
  it('holds what it needs and no more', () => {
    const places = new Set(files.map(({ path }) => path.split('/')[0]))
    // The older Electron brings its stand-in for a newer one.
    places.delete('test')
    expect(places).toEqual(new Set(['LICENSE', 'NOTICE', 'dist', 'models', 'node_modules', 'package.json']))
    expect(pathsWhere(({ path }) => /\.(ts|map|tsbuildinfo)$|(^|\/)\.build/.test(path))).toEqual([])
    expect(pathsWhere(({ path }) => /^node_modules\/(zod|hono|electron|vite|svelte)\//.test(path))).toEqual([])
    expect(files.length).toBeGreaterThan(100)
  })

  it('holds the native code of this system, and of no other', () => {
    const runtimes = pathsWhere(({ path }) => path.endsWith('onnxruntime_binding.node'))
    expect(runtimes).toEqual([
      expect.stringMatching(new RegExp(`^node_modules/onnxruntime-node/bin/napi-v\\d+/${target}/`)),
    ])
    const databases = pathsWhere(({ path }) => /better-sqlite3\/prebuilds\//.test(path))
    expect(databases).toEqual([`node_modules/better-sqlite3/prebuilds/${target.replace('/', '-')}.node`])
    expect(pathsWhere(({ path }) => /@img\/sharp-.*\.node$/.test(path))).toHaveLength(1)
  })

  it('has everything of the back end outside of the archive, and nothing of the shell', () => {
    const archived = pathsWhere(({ unpacked }) => !unpacked).filter((path) => !path.startsWith('test/'))
    expect(archived.filter((path) => !/^(LICENSE|NOTICE|dist\/electron(-node16)?\/.*)$/.test(path))).toEqual([])
    expect(archived).toEqual(expect.arrayContaining(['dist/electron/main.js', 'dist/electron/preload.cjs']))
  })

  it('brings the Node that the project is pinned to', () => {
    const node = join(dirname(program), 'resources', 'app.asar.unpacked', 'node_modules', 'node', 'bin', 'node')
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()).toBe(process.version)
  })

  it('has its fuses set', () => {
    expect(readFuses(program)).toMatchObject({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
    })
    expect(readFuses(program).grantFileProtocolExtraPrivileges ?? false).toBe(false)
  })
})

describe('the licences beside the package', () => {
  const licences = () => readFileSync(join(dirname(program), 'resources', 'THIRD-PARTY-LICENCES.txt'), 'utf8')

  it('are those of all packages in it, bundled or not', () => {
    const text = licences()
    const unpacked = pathsWhere(({ path }) => /^node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path))
    expect(unpacked.length).toBeGreaterThan(10)
    const missing = unpacked
      .map((path) => path.slice('node_modules/'.length, -'/package.json'.length))
      .filter((name) => !text.includes(`\n${name} `))
    expect(missing).toEqual([])
    for (const name of ['zod', 'hono', 'svelte', 'bits-ui', '@fontsource-variable/inter']) {
      expect(text).toContain(`\n${name} `)
    }
  })

  it('have the texts that npm packages lack', () => {
    const text = licences()
    expect(text).toMatch(/\nnode 24\.[^\n]*\n[^]*Node\.js is licensed for use as follows/)
    expect(text).toMatch(/\nonnxruntime-node 1\.[^]*THIRD PARTY SOFTWARE NOTICES AND INFORMATION/)
    expect(text).toMatch(/\n@img\/sharp-libvips-[^]*GNU LESSER GENERAL PUBLIC LICENSE[^]*GNU GENERAL PUBLIC LICENSE/)
  })
})

/** Makes a picture in the page, as its Generate button does. Resolves to the picture's size once it is in the library. */
const MAKE_PICTURE = `(async () => {
  const { models } = await (await fetch('/api/bootstrap')).json()
  const settings = { negativePrompt: null, loras: [], presetId: null, steps: 1, scheduler: null, spacing: null, eta: null,
    guidance: null, clipSkip: 0, width: null, height: null, seed: 7, count: 1, noiseSource: 'cpu', parentId: null }
  const body = JSON.stringify({ ...settings, prompt: 'a red fox', modelId: models[0].id, place: 'end' })
  await fetch('/api/jobs', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  for (;;) {
    const [image] = (await (await fetch('/api/images')).json()).images
    if (image !== undefined) return (await createImageBitmap(await (await fetch('/api/images/' + image.id + '/file')).blob())).width
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
})()`

describe('the packaged program', () => {
  let running: ChildProcess | undefined
  afterAll(async () => {
    if (running?.exitCode !== null) return
    running.kill('SIGKILL')
    await once(running, 'exit')
  })

  it('starts its back end, shows the page, makes a picture, and ends when told', async () => {
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    // Its fuses keep Node's inspector out, which Playwright would come in by; Chromium's is another one.
    running = spawn(program, [...asRoot, '--disable-gpu', '--remote-debugging-port=0'], {
      env: electronEnvironment(folder),
      stdio: 'ignore',
    })
    const portFile = join(homeOf(folder), 'window', 'DevToolsActivePort')
    await expect.poll(() => readFileSync(portFile, 'utf8'), { timeout: 30_000 }).toMatch(/^\d+\n/)
    const port = readFileSync(portFile, 'utf8').split('\n')[0] ?? ''
    const ask = async () => {
      const page = await findPage(port)
      const question = "fetch('/api/models').then((answer) => answer.json()).then((models) => models.length)"
      return { url: page?.url, title: await page?.evaluate('document.title'), models: await page?.evaluate(question) }
    }
    await expect.poll(ask, { timeout: 30_000 }).toEqual({ url: 'onestroke://app/', title: 'Onestroke', models: 1 })
    expect(await (await findPage(port))?.evaluate(MAKE_PICTURE)).toBe(128)
    running.kill('SIGTERM')
    expect(await once(running, 'exit')).toEqual([0, null])
  })
})
