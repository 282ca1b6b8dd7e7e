import { bodyLimit } from 'hono/body-limit'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { AccessCheck } from './access.ts'
import { describeApi } from './api-document.ts'
import { answerPageFile, type PageFiles } from './page-files.ts'
import { answerNotFound, createErrorHandler } from './problem.ts'
import { ProblemError } from './problem-error.ts'
import { createRouter } from './router.ts'
import { createBoardsRoutes, type BoardsDependencies } from './routes/boards.ts'
import { createDevicesRoutes, type DevicesDependencies } from './routes/devices.ts'
import { createDownloadsRoutes, type DownloadsDependencies } from './routes/downloads.ts'
import { createEngineRoutes, type EngineDependencies } from './routes/engine.ts'
import { createEventsRoutes, type EventsDependencies } from './routes/events.ts'
import { createGenerationRoutes, type GenerationDependencies } from './routes/generation.ts'
import { createLibraryRoutes, type LibraryDependencies } from './routes/library.ts'
import { createModelFoldersRoutes, type ModelFoldersDependencies } from './routes/model-folders.ts'
import { createModelsRoutes, type ModelsDependencies } from './routes/models.ts'
import { createPresetsRoutes, type PresetsDependencies } from './routes/presets.ts'
import { createSettingsRoutes, type SettingsDependencies } from './routes/settings.ts'
import { createStudioRoutes, type StudioDependencies } from './routes/studio.ts'
import { securityHeaders } from './security-headers.ts'

export type AppDependencies = StudioDependencies &
  GenerationDependencies &
  LibraryDependencies &
  BoardsDependencies &
  ModelsDependencies &
  PresetsDependencies &
  ModelFoldersDependencies &
  DownloadsDependencies &
  DevicesDependencies &
  EngineDependencies &
  SettingsDependencies &
  EventsDependencies & {
    /** Who gets in; null on the desktop's pipe, which its owner alone can open. */
    readonly access: AccessCheck | null
    readonly page: PageFiles
    /** Gets errors that nobody foresaw. */
    readonly reportError: (error: unknown) => void
  }

const KILOBYTE = 1024
const MEGABYTE = 1024 * KILOBYTE

const tooLarge = () => {
  throw new ProblemError(413, 'too-large', sentence('request.too-large'))
}

/** The larger bodies first: the first limit that a path matches counts. */
const BODY_LIMITS: readonly { readonly path: string; readonly bytes: number }[] = [
  { path: '/api/read-settings', bytes: 64 * MEGABYTE },
  { path: '/api/ui-state', bytes: 256 * KILOBYTE },
]
const DEFAULT_BODY_BYTES = MEGABYTE

const limits = new Map(BODY_LIMITS.map(({ path, bytes }) => [path, bodyLimit({ maxSize: bytes, onError: tooLarge })]))
const defaultLimit = bodyLimit({ maxSize: DEFAULT_BODY_BYTES, onError: tooLarge })

/** The back end's routes and the page. Every error is answered as a Problem. */
export function createApp(dependencies: AppDependencies) {
  const { access, page, version, reportError } = dependencies
  const app = createRouter()
  app.onError(createErrorHandler(reportError))
  app.notFound(answerNotFound)
  app.use(securityHeaders)
  app.use(async (context, next) => access?.(context.req.raw) ?? next())
  app.use(async (context, next) => (limits.get(context.req.path) ?? defaultLimit)(context, next))
  app.get('/api/openapi.json', (context) => context.json(describeApi(version)))
  const routes = app
    .route('/', createStudioRoutes(dependencies))
    .route('/', createEventsRoutes(dependencies))
    .route('/', createGenerationRoutes(dependencies))
    .route('/', createEngineRoutes(dependencies))
    .route('/', createLibraryRoutes(dependencies))
    .route('/', createBoardsRoutes(dependencies))
    .route('/', createModelsRoutes(dependencies))
    .route('/', createPresetsRoutes(dependencies))
    .route('/', createModelFoldersRoutes(dependencies))
    .route('/', createDownloadsRoutes(dependencies))
    .route('/', createDevicesRoutes(dependencies))
    .route('/', createSettingsRoutes(dependencies))
  app.get('*', (context) => answerPageFile(page, context.req.path) ?? answerNotFound(context))
  return routes
}

/** The routes with what they take and answer, for Hono's typed client. */
export type AppType = ReturnType<typeof createApp>
