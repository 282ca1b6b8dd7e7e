import { join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import type { MenuCommand } from '../../main/server/contract/bridge.ts'
import { START_URL, STATUS_URL } from '../addresses.ts'
import type { BackEndState } from '../back-end/supervisor.ts'
import { CHANNELS } from '../bridge/channels.ts'
import { createCrashBudget } from '../crash-budget.ts'
import { createMainWindow } from './main-window.ts'
import { createPresenter } from './presenter.ts'

/** The window and whatever page it shows. */
export interface StudioWindow {
  readonly window: BrowserWindow
  /** To be called with every state of the back end. */
  readonly follow: (state: BackEndState) => void
  /** To be called when the window got the status page though it asked for the app's. */
  readonly noteStatusPage: () => void
  /** Tells the page that there are opened files to take. */
  readonly announceFiles: () => void
  /** Has the page carry out a command of the menu bar. */
  readonly sendCommand: (command: MenuCommand) => void
  readonly bringToFront: () => void
}

/**
 * Opens the window.
 * @param bundleFolder where main.js and preload.cjs are
 */
export function openStudioWindow(bundleFolder: string): StudioWindow {
  const window = createMainWindow({
    preload: join(bundleFolder, 'preload.cjs'),
    icon: join(bundleFolder, 'icon.png'),
    stateFile: join(app.getPath('userData'), 'window.json'),
  })
  const presenter = createPresenter(
    () => show(window, START_URL),
    () => show(window, STATUS_URL),
  )
  window.on('closed', presenter.dispose)
  reloadAfterCrashes(window)

  const send = (channel: string, message: unknown) =>
    void (window.isDestroyed() || window.webContents.send(channel, message))
  return {
    window,
    follow: (state) => void (window.isDestroyed() || presenter.follow(state)),
    noteStatusPage: presenter.noteStatusPage,
    announceFiles: () => send(CHANNELS.filesOpened, null),
    sendCommand: (command) => send(CHANNELS.menuCommand, command),
    bringToFront() {
      if (window.isDestroyed()) return
      if (window.isMinimized()) window.restore()
      window.focus()
    },
  }
}

function show(window: BrowserWindow, url: string): void {
  // Rejects where another page is asked for before this one is there.
  window.loadURL(url).catch(() => undefined)
}

/** A page whose process has died is loaded again, unless it keeps dying. */
function reloadAfterCrashes(window: BrowserWindow): void {
  const budget = createCrashBudget(Date.now)
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && budget.record() !== null) window.webContents.reload()
  })
}
