import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '../../main/server/contract/bridge.ts'
import type { Messages } from '../messages.ts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly messages: Messages
  /** Adds reloading and the developer tools. */
  readonly development: boolean
  /** Whether there is a page that can carry out a command. */
  readonly hasPage: boolean
  /** Given to the page. */
  readonly onCommand: (command: MenuCommand) => void
  readonly onOpenPicture: () => void
  readonly onShowPictures: () => void
  /** Not on a Mac, which has a panel of its own. */
  readonly onAbout: () => void
  /** Null where the licences are not at hand: in a checkout. */
  readonly onLicences: (() => void) | null
}

type Item = MenuItemConstructorOptions

/** The roles of Electron's that the menu has, each with a message of the same name. */
type Role =
  | ('about' | 'services' | 'hide' | 'hideOthers' | 'unhide' | 'quit' | 'close' | 'minimize')
  | ('undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll')
  | ('resetZoom' | 'zoomIn' | 'zoomOut' | 'togglefullscreen' | 'reload' | 'toggleDevTools')

const SEPARATOR: Item = { type: 'separator' }

/**
 * The menu bar, as the platform has it. The page's single keys (G, T, O, …) are no accelerators here: those would act while
 * somebody types, and the user may have changed them.
 */
export function createMenuTemplate(options: MenuOptions): Item[] {
  const { platform, messages } = options
  const isMac = platform === 'darwin'
  // Electron's own labels are English everywhere.
  const role = (name: Role): Item => ({ role: name, label: messages[name] })
  const settings: Item = { ...command(options, 'settings', messages.settings), accelerator: 'CmdOrCtrl+,' }
  return [
    ...(isMac ? [{ role: 'appMenu', submenu: applicationItems(role, settings) } as const] : []),
    {
      label: messages.file,
      submenu: [...fileItems(options), SEPARATOR, ...(isMac ? [role('close')] : [settings, SEPARATOR, role('quit')])],
    },
    {
      label: messages.edit,
      submenu: [role('undo'), role('redo'), SEPARATOR, role('cut'), role('copy'), role('paste'), role('selectAll')],
    },
    { label: messages.view, submenu: viewItems(options, role) },
    { role: 'window', label: messages.window, submenu: [role('minimize'), role('close')] },
    { role: 'help', label: messages.help, submenu: helpItems(options) },
  ]
}

function command({ onCommand, hasPage }: MenuOptions, name: MenuCommand, label: string): Item {
  return { label, enabled: hasPage, click: () => onCommand(name) }
}

function applicationItems(role: (name: Role) => Item, settings: Item): Item[] {
  return [
    role('about'),
    SEPARATOR,
    settings,
    SEPARATOR,
    role('services'),
    SEPARATOR,
    role('hide'),
    role('hideOthers'),
    role('unhide'),
    SEPARATOR,
    role('quit'),
  ]
}

function fileItems(options: MenuOptions): Item[] {
  const { messages, hasPage, onOpenPicture, onShowPictures } = options
  return [
    { label: messages.openPicture, accelerator: 'CmdOrCtrl+O', enabled: hasPage, click: onOpenPicture },
    command(options, 'add-model', messages.addModel),
    { label: messages.showPictures, enabled: hasPage, click: onShowPictures },
  ]
}

function viewItems(options: MenuOptions, role: (name: Role) => Item): Item[] {
  const { messages, development } = options
  return [
    command(options, 'gallery-view', messages.galleryView),
    command(options, 'prompt-panel', messages.promptPanel),
    command(options, 'gallery-panel', messages.galleryPanel),
    command(options, 'picture-only', messages.pictureOnly),
    SEPARATOR,
    role('zoomIn'),
    role('zoomOut'),
    role('resetZoom'),
    SEPARATOR,
    role('togglefullscreen'),
    ...(development ? [SEPARATOR, role('reload'), role('toggleDevTools')] : []),
  ]
}

function helpItems(options: MenuOptions): Item[] {
  const { platform, messages, onAbout, onLicences } = options
  return [
    command(options, 'shortcuts', messages.shortcuts),
    ...(onLicences === null ? [] : [{ label: messages.licences, click: onLicences }]),
    // A Mac has it in the application's own menu.
    ...(platform === 'darwin' ? [] : [SEPARATOR, { label: messages.about, click: onAbout }]),
  ]
}
