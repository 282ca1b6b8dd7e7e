import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand, OpenFileKind } from '../../main/server/contract/bridge.ts'
import type { Messages } from '../messages.ts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly messages: Messages
  /** Adds reloading and the developer tools. */
  readonly development: boolean
  readonly onCommand: (command: MenuCommand) => void
  readonly onAddModel: (kind: OpenFileKind) => void
}

type Item = MenuItemConstructorOptions

/** The roles of Electron's that the menu has, each with a message of the same name. */
type Role =
  | ('about' | 'services' | 'hide' | 'hideOthers' | 'unhide' | 'quit' | 'close' | 'minimize')
  | ('undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll')
  | ('resetZoom' | 'zoomIn' | 'zoomOut' | 'togglefullscreen' | 'reload' | 'toggleDevTools')

const SEPARATOR: Item = { type: 'separator' }

/** The menu bar, as the platform has it. */
export function createMenuTemplate(options: MenuOptions): Item[] {
  const { platform, messages, onCommand } = options
  const isMac = platform === 'darwin'
  // Electron's own labels are English everywhere.
  const role = (name: Role): Item => ({ role: name, label: messages[name] })
  const settings: Item = {
    label: messages.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => onCommand('settings'),
  }
  const shortcuts: Item = { label: messages.shortcuts, click: () => onCommand('shortcuts') }
  const development = options.development ? [SEPARATOR, role('reload'), role('toggleDevTools')] : []
  return [
    ...(isMac ? [{ role: 'appMenu', submenu: applicationItems(role, settings) } as const] : []),
    {
      label: messages.file,
      submenu: [
        ...addModelItems(options),
        SEPARATOR,
        ...(isMac ? [role('close')] : [settings, SEPARATOR, role('quit')]),
      ],
    },
    {
      label: messages.edit,
      submenu: [role('undo'), role('redo'), SEPARATOR, role('cut'), role('copy'), role('paste'), role('selectAll')],
    },
    {
      label: messages.view,
      submenu: [
        role('resetZoom'),
        role('zoomIn'),
        role('zoomOut'),
        SEPARATOR,
        role('togglefullscreen'),
        ...development,
      ],
    },
    { role: 'window', label: messages.window, submenu: [role('minimize'), role('close')] },
    { role: 'help', label: messages.help, submenu: [shortcuts] },
  ]
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

function addModelItems({ messages, onAddModel }: MenuOptions): Item[] {
  return [
    { label: messages.addModel, accelerator: 'CmdOrCtrl+O', click: () => onAddModel('weights') },
    { label: messages.addModelFolder, click: () => onAddModel('weights-folder') },
  ]
}
