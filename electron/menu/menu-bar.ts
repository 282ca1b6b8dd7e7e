import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app, Menu, shell } from 'electron'
import { createMenuTemplate, type MenuOptions } from './menu-template.ts'

type MenuBarOptions = Omit<MenuOptions, 'platform' | 'development' | 'onLicences'>

/** Puts the menu bar up. */
export function showMenuBar(options: MenuBarOptions): void {
  const template = createMenuTemplate({
    ...options,
    platform: process.platform,
    development: !app.isPackaged,
    onLicences: findLicences(),
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** Packaging puts the file there (build/electron-builder.config.ts). */
function findLicences(): (() => void) | null {
  const file = join(process.resourcesPath, 'THIRD-PARTY-LICENCES.txt')
  return existsSync(file) ? () => void shell.openPath(file) : null
}
