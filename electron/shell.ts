import { app, dialog, nativeTheme, protocol, session } from 'electron'
import { SCHEME } from './addresses.ts'
import { createAppearance } from './appearance.ts'
import { createBackEnd } from './back-end/back-end.ts'
import { whenRunning } from './back-end/when-running.ts'
import { createBridgeHandlers } from './bridge/bridge-handlers.ts'
import { registerBridge } from './bridge/register-bridge.ts'
import { createMenuActions } from './menu/menu-actions.ts'
import { showMenuBar } from './menu/menu-bar.ts'
import { languageOf, MESSAGES, type Messages } from './messages.ts'
import { createOpenedFiles, type OpenedFiles } from './opened-files/opened-files.ts'
import { readOpenedFile } from './opened-files/read-opened-file.ts'
import { createAppHandler } from './protocol/app-handler.ts'
import { createSchemeHandler } from './protocol/scheme-handler.ts'
import { createStatusPage } from './protocol/status-page.ts'
import { hardenSession } from './security/harden-session.ts'
import { openStudioWindow, type StudioWindow } from './windows/studio-window.ts'

/** How long a request waits for a back end that is starting. */
const REQUEST_PATIENCE_MS = 10_000

/** The running application. */
export interface Shell {
  /** Opens files or folders that the user named. */
  readonly openFiles: (paths: readonly string[]) => void
  readonly bringToFront: () => void
  /** Starts a back end that was given up again. */
  readonly retry: () => void
  readonly close: () => Promise<void>
}

/** Starts the back end and opens the window. Electron must be ready. */
export function createShell(): Shell {
  const backEnd = createBackEnd(app.getAppPath(), process.platform)
  const { supervisor, client } = backEnd
  const appearance = createAppearance({
    firstLanguage: languageOf(app.getLocale()),
    client,
    onChange({ theme }) {
      nativeTheme.themeSource = theme
      refreshMenu()
    },
  })
  const messages = (): Messages => MESSAGES[appearance.language()]

  const statusPage = () => {
    studio.noteStatusPage()
    return createStatusPage({ state: supervisor.state(), language: appearance.language(), messages: messages() })
  }
  const appHandler = createAppHandler({
    pipe: backEnd.pipe,
    whenRunning: () => whenRunning(supervisor, REQUEST_PATIENCE_MS),
    statusPage,
    awayMessage: () => messages().startingAgain,
    onWritten: (path) => void (path === '/api/settings' && appearance.refresh()),
  })
  hardenSession(session.defaultSession)
  protocol.handle(SCHEME, createSchemeHandler(appHandler, statusPage))

  const tell = (message: string, detail: string) =>
    void dialog.showMessageBox(studio.window, { type: 'info', message, detail })
  const files = createOpenedFiles({
    read: (path) => readOpenedFile(path, messages()),
    onOpened: () => studio.announceFiles(),
    onProblem: (path, message) => tell(messages().cannotOpen(path), message),
  })
  registerBridge(createBridgeHandlers({ client, files, window: () => studio.window, messages }))

  const menuActions = createMenuActions({ client, files, window: () => studio.window, messages, tell })
  const refreshMenu = () => {
    const hasPage = supervisor.state().status === 'running'
    showMenuBar({ messages: messages(), hasPage, onCommand: (command) => studio.sendCommand(command), ...menuActions })
  }

  app.setAboutPanelOptions({ applicationName: 'Onestroke', applicationVersion: app.getVersion() })
  const studio: StudioWindow = openStudioWindow(import.meta.dirname)
  refreshMenu()
  supervisor.onChange((state) => {
    studio.follow(state)
    refreshMenu()
    if (state.status === 'running') void appearance.refresh()
  })
  void backEnd.start((url) => session.defaultSession.resolveProxy(url))

  return {
    openFiles: (paths) => void openInOrder(files, paths),
    bringToFront: studio.bringToFront,
    retry: supervisor.start,
    close() {
      // Chromium writes what the page stored seconds later otherwise, and the program may have ended by then.
      session.defaultSession.flushStorageData()
      return backEnd.close()
    },
  }
}

/** One after the other: the page shows them in this order. */
async function openInOrder(files: OpenedFiles, paths: readonly string[]): Promise<void> {
  for (const path of paths) await files.open(path)
}
