import { join } from 'node:path'
import { app, Menu, type BrowserWindow } from 'electron'
import type { MenuCommand, OpenFileKind } from '../../main/server/contract/bridge.ts'
import { START_URL, STATUS_URL } from '../addresses.ts'
import type { BackEndState } from '../back-end/supervisor.ts'
import { CHANNELS } from '../bridge/channels.ts'
import { createCrashBudget } from '../crash-budget.ts'
import { createMenuTemplate } from '../menu/menu-template.ts'
import type { Messages } from '../messages.ts'
import { createMainWindow } from './main-window.ts'
import { createPresenter } from './presenter.ts'

/** The window with its menu bar and whatever page it shows. */
export interface StudioWindow {
  readonly window: BrowserWindow
  /** To be called with every state of the back end. */
  readonly follow: (state: BackEndState) => void
  /** To be called when the window got the status page though it asked for the app's. */
  readonly noteStatusPage: () => void
  /** Tells the page that there are opened files to take. */
  readonly announceFiles: () => void
  /** Puts the menu bar up, in the present language. */
  readonly refreshMenu: () => void
  readonly bringToFront: () => void
}

export interface StudioWindowOptions {
  /** Where main.js and preload.cjs are. */
  readonly bundleFolder: string
  readonly messages: () => Messages
  readonly onAddModel: (kind: OpenFileKind) => void
}

/** Opens the window. */
export function openStudioWindow({ bundleFolder, messages, onAddModel }: StudioWindowOptions): StudioWindow {
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

  const sendCommand = (command: MenuCommand) => window.webContents.send(CHANNELS.menuCommand, command)
  return {
    window,
    follow: (state) => void (window.isDestroyed() || presenter.follow(state)),
    noteStatusPage: presenter.noteStatusPage,
    announceFiles: () => void (window.isDestroyed() || window.webContents.send(CHANNELS.filesOpened, null)),
    refreshMenu() {
      const template = createMenuTemplate({
        platform: process.platform,
        messages: messages(),
        development: !app.isPackaged,
        onCommand: sendCommand,
        onAddModel,
      })
      Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    },
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
