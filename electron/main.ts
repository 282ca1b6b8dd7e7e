import { app, protocol } from 'electron'
import { SCHEME } from './addresses.ts'
import { fileArguments } from './opened-files/file-arguments.ts'
import { findProfileFolder } from './profile.ts'
import { hardenContents } from './security/harden-contents.ts'
import { createShell, type Shell } from './shell.ts'

// What must happen before Electron is ready.
// Chromium's own switch to run where there can be no sandbox (as root, in some containers) stays the user's decision.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.setName('Onestroke')
app.setPath('userData', findProfileFolder(process.env['ONESTROKE_HOME'], app.getPath('appData')))
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])

// One window over one library: a second start brings the first to the front, with the files it was given.
if (app.requestSingleInstanceLock()) run()
else app.quit()

function run(): void {
  let shell: Shell | null = null
  const openedEarly = pathsIn(process.argv, process.cwd())

  app.on('web-contents-created', (_event, contents) => hardenContents(contents, () => shell?.retry()))
  app.on('second-instance', (_event, argv, workingFolder) => {
    shell?.bringToFront()
    shell?.openFiles(pathsIn(argv, workingFolder))
  })
  // macOS; it may come before Electron is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    if (shell === null) openedEarly.push(path)
    else shell.openFiles([path])
  })
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (shell === null) return
    event.preventDefault()
    const closing = shell
    shell = null
    // Not quit(), which does nothing while it is at it: closing may take no time at all.
    void closing.close().finally(() => app.exit())
  })
  app.on('ready', () => {
    shell = createShell()
    shell.openFiles(openedEarly)
  })
}

function pathsIn(argv: readonly string[], workingFolder: string): string[] {
  return fileArguments({ argv, isUnpackaged: !app.isPackaged, workingFolder, platform: process.platform })
}
