import { BrowserWindow, nativeTheme, screen } from 'electron'
import { MINIMUM_SIZE, placeWindow, type Bounds } from './window-state.ts'
import { readWindowState, writeWindowState } from './window-state-file.ts'

const SAVE_DELAY_MS = 500

export interface MainWindowOptions {
  readonly preload: string
  readonly icon: string
  /** Where the window's place is kept. */
  readonly stateFile: string
}

/** Opens the one window, where it was last. It shows nothing yet. */
export function createMainWindow({ preload, icon, stateFile }: MainWindowOptions): BrowserWindow {
  const state = readWindowState(stateFile)
  const window = new BrowserWindow({
    ...placeWindow(state?.bounds ?? null, workAreas()),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title: 'Onestroke',
    icon,
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Would fetch dictionaries from the network.
      spellcheck: false,
    },
  })
  if (state?.maximized === true) window.maximize()
  if (state?.fullScreen === true) window.setFullScreen(true)
  keepState(window, stateFile)
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(backgroundColor())
  })
  return window
}

/** The page's own, so that nothing flashes before it is there. */
function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#1b1b1b' : '#f4f4f4'
}

function workAreas(): [Bounds, ...Bounds[]] {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [primary.workArea, ...others.map(({ workArea }) => workArea)]
}

function keepState(window: BrowserWindow, stateFile: string): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const save = () => {
    clearTimeout(timer)
    writeWindowState(stateFile, {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    })
  }
  const saveSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(save, SAVE_DELAY_MS)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', save)
  window.on('closed', () => clearTimeout(timer))
}
