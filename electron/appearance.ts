import type { BackEndClient, Look } from './back-end/back-end-client.ts'
import type { Language } from './messages.ts'

export interface Appearance {
  readonly language: () => Language
  /** Reads the settings again. Where the back end does not answer, everything stays as it is. */
  readonly refresh: () => Promise<void>
}

export interface AppearanceOptions {
  /** Until the settings are known. */
  readonly firstLanguage: Language
  readonly client: Pick<BackEndClient, 'look'>
  /** Called with the settings where they differ from before. */
  readonly onChange: (settings: Look) => void
}

/** The language and theme of the window's own parts: what the user chose in the settings of the page. */
export function createAppearance({ firstLanguage, client, onChange }: AppearanceOptions): Appearance {
  let settings: Look = { language: firstLanguage, theme: 'system' }
  return {
    language: () => settings.language,
    async refresh() {
      const found = await client.look().catch(() => null)
      if (found === null || (found.language === settings.language && found.theme === settings.theme)) return
      settings = found
      onChange(settings)
    },
  }
}
