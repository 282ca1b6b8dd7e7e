import { describe, expect, it } from 'vitest'
import { createMenuTemplate, type MenuOptions } from '../../../../electron/menu/menu-template.ts'
import { languageOf, MESSAGES } from '../../../../electron/messages.ts'

type Item = ReturnType<typeof createMenuTemplate>[number]

function menu(options: Partial<MenuOptions> = {}) {
  const calls: string[] = []
  const template = createMenuTemplate({
    platform: 'linux',
    messages: MESSAGES.en,
    development: false,
    onCommand: (command) => void calls.push(command),
    onAddModel: (kind) => void calls.push(kind),
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
    expect(submenu(template[0])).toEqual(['Add Model…', 'Add Model Folder…', 'Settings…', 'Quit Onestroke'])
  })

  it('is as on a Mac', () => {
    const { template } = menu({ platform: 'darwin' })
    expect(template[0]?.role).toBe('appMenu')
    expect(submenu(template[0])).toContain('Settings…')
    expect(submenu(template[1])).toEqual(['Add Model…', 'Add Model Folder…', 'Close Window'])
  })

  it.each(['linux', 'darwin', 'win32'] as const)('says everything in the language, on %s', (platform) => {
    const items = flatten(menu({ platform, messages: MESSAGES.de, development: true }).template)
    const german = new Set<string>(Object.values(MESSAGES.de))
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

  it('does what its items say', () => {
    const { template, calls } = menu()
    for (const { click } of flatten(template)) (click as (() => void) | undefined)?.()
    expect(calls).toEqual(['weights', 'weights-folder', 'settings', 'shortcuts'])
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
