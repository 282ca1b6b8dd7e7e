import type { DesktopBridge, MenuCommand, OpenedFile } from '../api/contract.ts'
import { offerSettings } from './offer-settings.ts'
import type { Studio } from './studio.svelte.ts'

type Page = Pick<Studio, 'client' | 'dialogs' | 'layout' | 'toasts' | 't'>

const COMMANDS: Readonly<Record<MenuCommand, (page: Page) => void>> = {
  'add-model': ({ dialogs }) => {
    dialogs.open({ kind: 'models', section: 'here' })
  },
  settings: ({ dialogs }) => {
    dialogs.open({ kind: 'settings' })
  },
  shortcuts: ({ dialogs }) => {
    dialogs.open({ kind: 'shortcuts' })
  },
  'gallery-view': ({ layout }) => {
    layout.toggleView()
  },
  'prompt-panel': ({ layout }) => {
    layout.togglePrompt()
  },
  'gallery-panel': ({ layout }) => {
    layout.toggleGallery()
  },
  'picture-only': ({ layout }) => {
    layout.toggleBoth()
  },
}

function take(page: Page, file: OpenedFile): void {
  if (file.kind === 'picture') void offerSettings(page, new File([file.bytes], file.name))
  else page.dialogs.openInTurn({ kind: 'addModel', path: file.path })
}

/** Carries out the menu's commands, and takes the files that are opened with Onestroke. @returns what ends it */
export function followDesktop(page: Page, desktop: DesktopBridge): () => void {
  const ends = [
    desktop.onOpenFile((file) => {
      take(page, file)
    }),
    desktop.onMenuCommand((command) => {
      COMMANDS[command](page)
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}
