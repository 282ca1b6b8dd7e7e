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
  await ensureBuilt(['core', 'page'])
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
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
    })
    expect(readFuses(program).grantFileProtocolExtraPrivileges ?? false).toBe(false)
  })
})

describe('the packaged program', () => {
  let running: ChildProcess | undefined
  afterAll(async () => {
    if (running?.exitCode !== null) return
    running.kill('SIGKILL')
    await once(running, 'exit')
  })

  it('starts its back end, shows the page, and ends when told', async () => {
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
    running.kill('SIGTERM')
    expect(await once(running, 'exit')).toEqual([0, null])
  })
})
