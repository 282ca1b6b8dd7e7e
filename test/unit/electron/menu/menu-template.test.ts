import { describe, expect, it } from 'vitest'
import { menuCommandSchema } from '../../../../electron/bridge/channels.ts'
import { createMenuTemplate, type MenuOptions } from '../../../../electron/menu/menu-template.ts'
import { languageOf, MESSAGES } from '../../../../electron/messages.ts'

type Item = ReturnType<typeof createMenuTemplate>[number]

function menu(options: Partial<MenuOptions> = {}) {
  const calls: string[] = []
  const template = createMenuTemplate({
    platform: 'linux',
    messages: MESSAGES.en,
    development: false,
    hasPage: true,
    onCommand: (command) => void calls.push(command),
    onOpenPicture: () => void calls.push('[open a picture]'),
    onShowPictures: () => void calls.push('[show the pictures]'),
    onAbout: () => void calls.push('[about]'),
    onLicences: () => void calls.push('[licences]'),
    ...options,
  })
  return { template, calls }
}

/** All items of a menu bar, the submenus' too. */
function flatten(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
}

const labels = (items: readonly Item[]) => items.flatMap(({ label }) => (label === undefined ? [] : [label]))
const submenu = (item: Item | undefined) => (Array.isArray(item?.submenu) ? labels(item.submenu) : [])

describe('the menu bar', () => {
  it('is as on Linux and Windows', () => {
    const { template } = menu()
    expect(labels(template)).toEqual(['File', 'Edit', 'View', 'Window', 'Help'])
    expect(submenu(template[0])).toEqual([
      'Open Picture…',
      'Add Model…',
      'Show Pictures Folder',
      'Settings…',
      'Quit Onestroke',
    ])
    expect(submenu(template[4])).toEqual(['Keyboard Shortcuts', 'Licences', 'About Onestroke'])
  })

  it('is as on a Mac', () => {
    const { template } = menu({ platform: 'darwin' })
    expect(template[0]?.role).toBe('appMenu')
    expect(submenu(template[0])).toEqual(expect.arrayContaining(['Settings…', 'About Onestroke']))
    expect(submenu(template[1])).toEqual(['Open Picture…', 'Add Model…', 'Show Pictures Folder', 'Close Window'])
    expect(submenu(template[5])).toEqual(['Keyboard Shortcuts', 'Licences'])
  })

  it.each(['linux', 'darwin', 'win32'] as const)('says everything in the language, on %s', (platform) => {
    const items = flatten(menu({ platform, messages: MESSAGES.de, development: true }).template)
    const german = new Set<unknown>(Object.values(MESSAGES.de))
    expect(labels(items).filter((label) => !german.has(label))).toEqual([])
    const unlabelled = items.filter(
      ({ label, type, role }) => label === undefined && type !== 'separator' && role !== 'appMenu',
    )
    expect(unlabelled).toEqual([])
  })

  it('offers reloading and developer tools to developers only', () => {
    const roles = (development: boolean) => flatten(menu({ development }).template).map(({ role }) => role)
    expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
    expect(roles(false)).not.toContain('reload')
    expect(roles(false)).not.toContain('toggleDevTools')
  })

  it('does what its items say, and offers every command of the page', () => {
    const { template, calls } = menu()
    for (const { click } of flatten(template)) (click as (() => void) | undefined)?.()
    expect(calls.filter((call) => call.startsWith('['))).toEqual([
      '[open a picture]',
      '[show the pictures]',
      '[licences]',
      '[about]',
    ])
    expect(calls.filter((call) => !call.startsWith('[')).toSorted()).toEqual(menuCommandSchema.options.toSorted())
  })

  it('offers nothing that would do nothing', () => {
    const usable = (options: Partial<MenuOptions>) =>
      flatten(menu(options).template).filter(({ click, enabled }) => click !== undefined && enabled !== false)
    expect(labels(usable({ hasPage: false }))).toEqual(['Licences', 'About Onestroke'])
    expect(labels(usable({ onLicences: null }))).not.toContain('Licences')
  })

  it('leaves single keys to the page, where somebody may be typing', () => {
    const accelerators = flatten(menu({ development: true }).template).flatMap(({ accelerator }) => accelerator ?? [])
    expect(accelerators).toEqual(['CmdOrCtrl+O', 'CmdOrCtrl+,'])
  })
})

it('every message is there in every language', () => {
  expect(Object.keys(MESSAGES.de)).toEqual(Object.keys(MESSAGES.en))
  expect(Object.values(MESSAGES.de)).not.toContain('')
})

it.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['DE', 'de'],
  ['en-GB', 'en'],
  ['den', 'en'],
  ['fr', 'en'],
  ['', 'en'],
])('the language for %j is %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language)
})
