import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { inject } from 'vitest'
import { DIST, NODE_MODULES, ROOT } from '../../build/repository.mjs'

const FAKE_BACK_END = join(import.meta.dirname, 'fixtures', 'fake-back-end.ts')

/** The folder that holds the library, pictures and window state of a run. */
export function homeOf(folder: string): string {
  return join(folder, 'home')
}

/** Playwright and an older Electron miss each other's first window now and then, on busy computers one time in ten. */
const MOST_TRIES = 5
const WINDOW_PATIENCE_MS = 10_000

/** Starts an app made by `makeShellApp` or `makeStudioApp`: again where it has a window that Playwright does not see. */
export async function launch(folder: string, args: readonly string[] = []): Promise<ElectronApplication> {
  for (let tries = 1; ; tries += 1) {
    const application = await _electron.launch({
      executablePath: inject('electron').executable,
      args: electronArguments(folder, args),
      env: electronEnvironment(folder),
      // The window's own, in place of Playwright's.
      colorScheme: null,
      timeout: 60_000,
    })
    if (tries === MOST_TRIES || !(await hasUnseenWindow(application))) return application
    await application.close()
  }
}

async function hasUnseenWindow(application: ElectronApplication): Promise<boolean> {
  try {
    await application.firstWindow({ timeout: WINDOW_PATIENCE_MS })
    return false
  } catch {
    return application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length > 0)
  }
}

/** Electron's arguments for the app in `folder`. Chromium's sandbox does not work as root, as containers often run. */
export function electronArguments(folder: string, args: readonly string[] = []): string[] {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return [...asRoot, '--disable-gpu', join(folder, 'app'), ...args]
}

export function electronEnvironment(folder: string): Record<string, string> {
  const environment = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(environment), ONESTROKE_HOME: homeOf(folder), LANG: 'en_US.UTF-8' }
}

/** Puts the built shell in `folder`, with a stand-in for the back end. */
export function makeShellApp(folder: string): void {
  const app = makeApp(folder)
  symlinkSync(join(NODE_MODULES, 'node'), join(makeFolder(app, 'node_modules'), 'node'))
  writeFileSync(join(app, 'dist', 'onestroke.js'), `await import(${JSON.stringify(FAKE_BACK_END)})\n`)
}

/** Puts the whole application in `folder`, as it is built. */
export function makeStudioApp(folder: string): void {
  const app = makeApp(folder)
  for (const name of ['node_modules', 'models']) symlinkSync(join(ROOT, name), join(app, name))
  for (const name of readdirSync(DIST)) {
    if (name.endsWith('.js')) cpSync(join(DIST, name), join(app, 'dist', name))
  }
  if (existsSync(join(DIST, 'chunks'))) cpSync(join(DIST, 'chunks'), join(app, 'dist', 'chunks'), { recursive: true })
  const isOlder = inject('electron').generation === 'older'
  const page = join(app, 'dist', 'renderer')
  cpSync(join(DIST, isOlder ? 'renderer-chrome108' : 'renderer'), page, { recursive: true })
  if (isOlder) addNewerChromium(page)
}

function addNewerChromium(page: string): void {
  cpSync(join(import.meta.dirname, 'older-electron', 'newer-chromium.mjs'), join(page, 'newer-chromium.js'))
  const index = join(page, 'index.html')
  const script = '<head><script type="module" src="./newer-chromium.js"></script>'
  writeFileSync(index, readFileSync(index, 'utf8').replace('<head>', script))
}

function makeApp(folder: string): string {
  const isOlder = inject('electron').generation === 'older'
  const app = makeFolder(folder, 'app')
  makeFolder(homeOf(folder))
  cpSync(join(DIST, isOlder ? 'electron-node16' : 'electron'), join(makeFolder(app, 'dist'), 'electron'), {
    recursive: true,
  })
  const main = `dist/electron/main.${isOlder ? 'cjs' : 'js'}`
  // The name is how the back end finds its own files.
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ name: 'onestroke', version: '0.0.0', type: 'module', main }),
  )
  return app
}

function makeFolder(...path: string[]): string {
  mkdirSync(join(...path), { recursive: true })
  return join(...path)
}
