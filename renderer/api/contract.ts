// The back end's contract, as types only: nothing of main/ reaches the page.
import type { z } from '@hono/zod-openapi'
import type {
  facetsSchema,
  imageDaysSchema,
  imagePageSchema,
  imageQuerySchema,
} from '../../main/server/contract/library.ts'
import type { exportedPresetsSchema } from '../../main/server/contract/presets.ts'
import type { tokenCountSchema } from '../../main/server/contract/studio.ts'

export type { GenerationRequestBody as GenerationRequest } from '../../main/server/contract/generation.ts'
export type { Devices } from '../../main/server/contract/devices.ts'
export type { Job, Progress, Queue } from '../../main/server/contract/generation.ts'
export type { Board, Image, ImageDetail, ReadSettings } from '../../main/server/contract/library.ts'
export type { Problem } from '../../main/server/contract/common.ts'
export type { DesktopBridge, MenuCommand, OpenedFile, OpenFileKind } from '../../main/server/contract/bridge.ts'
export type { Sentence } from '../../models/sentences/sentence.ts'
export type { Bootstrap, Settings, StudioEvent } from '../../main/server/contract/studio.ts'
export type { Hashing, Model, ModelFolder, ModelFolders, Verification } from '../../main/server/contract/models.ts'
export type { Bundle, Catalog, Download, PublishedFile } from '../../main/server/contract/downloads.ts'
export type { Preset, PresetChoice, PresetChoices } from '../../main/server/contract/presets.ts'
export type { MemoryPlan } from '../../main/server/contract/memory.ts'

export type ImagePage = z.infer<typeof imagePageSchema>
export type ImageDays = z.infer<typeof imageDaysSchema>
export type Facets = z.infer<typeof facetsSchema>
export type TokenCount = z.infer<typeof tokenCountSchema>
export type ExportedPresets = z.infer<typeof exportedPresetsSchema>

/** The gallery's filters, as the page holds them; an absent one does not filter. */
export type ImageFilter = Partial<z.infer<typeof imageQuerySchema>>
