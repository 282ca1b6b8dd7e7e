import { countTokens } from '../../../models/prompts/count-tokens.ts'
import type { ClipTokenizer } from '../../../models/tokenizer/clip-tokenizer.ts'
import type { BackgroundHashing } from '../../catalog/background-hashing.ts'
import type { InstalledModels } from '../../catalog/installed-models.ts'
import type { Downloads } from '../../downloads/downloads.ts'
import type { JobQueue } from '../../generation/queue.ts'
import type { PresetList } from '../../generation/preset-list.ts'
import { readSettings, type LoraKnowledge } from '../../generation/read-settings.ts'
import { readSettingsTexts } from '../../images/settings-text.ts'
import type { Library } from '../../library/library.ts'
import type { SettingsStore } from '../../settings/settings-store.ts'
import { getBootstrap, postReadSettings, postTokens } from '../definitions/studio.ts'
import { createRouter } from '../router.ts'

export interface StudioDependencies {
  readonly version: string
  readonly library: Pick<Library, 'images' | 'boards' | 'promptHistory' | 'recovery'>
  readonly queue: Pick<JobQueue, 'state'>
  readonly models: InstalledModels
  readonly presets: PresetList
  readonly hashing: Pick<BackgroundHashing, 'state'>
  readonly settings: SettingsStore
  readonly downloads: Pick<Downloads, 'list'>
  readonly tokenizer: () => ClipTokenizer
}

function knowledgeOf(models: InstalledModels): LoraKnowledge {
  return (name) => {
    const lora = models.loraNamed(name)
    if (lora === null) return 'unknown'
    return lora.builtIn ? 'built-in' : 'installed'
  }
}

/** What the page as a whole needs: its first state, counting tokens, reading dropped files. */
export function createStudioRoutes(dependencies: StudioDependencies) {
  const { version, library, queue, models, presets, hashing, settings, downloads, tokenizer } = dependencies
  return createRouter()
    .openapi(getBootstrap, (context) =>
      context.json(
        {
          version,
          settings: settings.get(),
          uiState: settings.uiState(),
          models: models.list(),
          presets: presets.list(),
          downloads: downloads.list(),
          hashing: hashing.state(),
          queue: queue.state(),
          boards: library.boards.list(),
          promptHistory: library.promptHistory.list(),
          imageCount: library.images.count(),
          recovery: library.recovery?.notice ?? null,
        },
        200,
      ),
    )
    .openapi(postTokens, (context) => {
      const { text } = context.req.valid('json')
      return context.json(countTokens(tokenizer(), text, 'a1111'), 200)
    })
    .openapi(postReadSettings, async (context) => {
      const texts = await readSettingsTexts(new Uint8Array(await context.req.arrayBuffer()))
      return context.json(readSettings(texts, knowledgeOf(models)), 200)
    })
}
