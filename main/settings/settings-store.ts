import { mkdirSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { sentence } from '../../models/sentences/catalogue.ts'
import { checkNameTemplate, DEFAULT_NAME_TEMPLATE } from '../../models/recipe/name-template.ts'
import { FileError, describeFileError } from '../files/file-error.ts'
import type { ValueStore } from '../library/library.ts'
import { settingsSchema, type Settings } from '../server/contract/studio.ts'
import type { Folders } from './folders.ts'
import { MirrorError } from './mirror-error.ts'
import { NameTemplateError } from './name-template-error.ts'

/** What of the settings changes. */
export type SettingsChange = { readonly [Key in keyof Settings]?: Settings[Key] | undefined }

/** The user's settings; what was never changed follows the defaults. */
export interface SettingsStore {
  get(): Settings
  /** @throws FileError where a folder cannot be used; NameTemplateError; MirrorError */
  change(change: SettingsChange): Settings
  uiState(): Record<string, unknown>
  keepUiState(state: Record<string, unknown>): void
}

const SETTINGS_KEY = 'settings'
const UI_STATE_KEY = 'ui-state'

const storedSchema = settingsSchema.partial()
const uiStateSchema = z.record(z.string(), z.unknown())

function requireFolder(path: string): void {
  if (!isAbsolute(path)) throw new FileError(sentence('file.no-folder-path', { path }), 'EINVAL')
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw describeFileError(error, path, 'written')
  }
}

function requireUsableTemplate(template: string): void {
  const problem = checkNameTemplate(template)
  if (problem !== null) throw new NameTemplateError(problem)
}

/** @throws MirrorError where it is neither empty nor a plain address over HTTPS */
export function requireUsableMirror(url: string): void {
  if (url === '') return
  const { protocol, username, search, hash } = URL.parse(url) ?? { protocol: '', username: '', search: '', hash: '' }
  if (protocol !== 'https:' || username !== '' || search !== '' || hash !== '') throw new MirrorError(url)
}

function definedOnly(change: SettingsChange): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

/** @param folders where pictures and downloaded models go unless the user chooses other folders */
export function createSettingsStore(
  values: ValueStore,
  { pictures: picturesFolder, models: modelsFolder }: Pick<Folders, 'pictures' | 'models'>,
): SettingsStore {
  const defaults: Settings = {
    language: 'en',
    theme: 'system',
    picturesFolder,
    fileNameTemplate: DEFAULT_NAME_TEMPLATE,
    modelsFolder,
    downloadMirror: '',
    device: 'auto',
    shortcuts: {},
  }
  const stored = () => values.read(SETTINGS_KEY, storedSchema) ?? {}
  const get = () => ({ ...defaults, ...definedOnly(stored()) })
  return {
    get,
    change(change) {
      if (change.fileNameTemplate !== undefined) requireUsableTemplate(change.fileNameTemplate)
      if (change.picturesFolder !== undefined) requireFolder(change.picturesFolder)
      if (change.modelsFolder !== undefined) requireFolder(change.modelsFolder)
      if (change.downloadMirror !== undefined) requireUsableMirror(change.downloadMirror)
      values.write(SETTINGS_KEY, { ...stored(), ...definedOnly(change) })
      return get()
    },
    uiState: () => values.read(UI_STATE_KEY, uiStateSchema) ?? {},
    keepUiState: (state) => values.write(UI_STATE_KEY, state),
  }
}
