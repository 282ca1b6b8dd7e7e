import type {
  Board,
  Facets,
  GenerationRequest,
  Image,
  ImageDays,
  ImageDetail,
  ImagePage,
  ImageFilter,
  Bootstrap,
  Catalog,
  Devices,
  Download,
  ExportedPresets,
  Job,
  MemoryPlan,
  Model,
  ModelFolders,
  Preset,
  PresetChoices,
  Queue,
  ReadSettings,
  Settings,
  TokenCount,
  Verification,
} from './contract.ts'
import { createTransport, type Fetch, type Transport } from './transport.ts'

type Place = 'end' | 'next'
/** Where a page of the gallery begins: where another ended, or at a number of pictures from the first. */
export type PageStart = { readonly cursor: string } | { readonly offset: number }

const JOBS = '/api/jobs'
const IMAGES = '/api/images'

function queueRoutes({ send }: Transport) {
  return {
    submit: (request: GenerationRequest, place: Place) => send<Job[]>('POST', JOBS, { ...request, place }),
    cancel: (id: string) => send<Queue>('POST', `${JOBS}/${id}/cancel`),
    retry: (id: string) => send<Queue>('POST', `${JOBS}/${id}/retry`),
    runNext: (id: string) => send<Queue>('POST', `${JOBS}/${id}/next`),
    pause: () => send<Queue>('POST', '/api/queue/pause'),
    /** Also starts a stopped engine again. */
    resume: () => send<Queue>('POST', '/api/queue/resume'),
    cancelAll: () => send<Queue>('POST', '/api/queue/cancel-all'),
    reorder: (ids: readonly string[]) => send<Queue>('PUT', '/api/queue/order', { ids }),
  }
}

function imageRoutes({ read, send }: Transport) {
  return {
    page: (filter: ImageFilter, start: PageStart, limit: number, signal?: AbortSignal) =>
      read<ImagePage>(IMAGES, { ...filter, ...start, limit }, signal),
    days: (filter: ImageFilter, signal?: AbortSignal) => read<ImageDays>(`${IMAGES}/days`, { ...filter }, signal),
    facets: (signal?: AbortSignal) => read<Facets>(`${IMAGES}/facets`, {}, signal),
    detail: (id: string, signal?: AbortSignal) => read<ImageDetail>(`${IMAGES}/${id}`, {}, signal),
    update: (ids: readonly string[], change: { starred?: boolean; rating?: number }) =>
      send<unknown>('PATCH', IMAGES, { ids, ...change }),
    remove: (ids: readonly string[]) => send<{ undoToken: string }>('POST', `${IMAGES}/delete`, { ids }),
    undoRemove: (undoToken: string) => send<{ ids: string[] }>('POST', `${IMAGES}/undo-delete`, { undoToken }),
    regenerate: (id: string) => send<Job>('POST', `${IMAGES}/${id}/regenerate`),
    /** Decodes a draft with the full VAE, to a picture of its own. */
    finish: (id: string) => send<Job>('POST', `${IMAGES}/${id}/finish`),
    exportTo: (ids: readonly string[], folder: string, withoutMetadata: boolean) =>
      send<{ files: string[] }>('POST', '/api/export', { ids, folder, withoutMetadata }),
  }
}

function boardRoutes({ read, send }: Transport) {
  const boards = '/api/boards'
  return {
    list: () => read<Board[]>(boards, {}),
    create: (name: string) => send<Board[]>('POST', boards, { name }),
    rename: (id: string, name: string) => send<Board[]>('PATCH', `${boards}/${id}`, { name }),
    remove: (id: string) => send<Board[]>('DELETE', `${boards}/${id}`),
    change: (id: string, change: { add?: readonly string[]; remove?: readonly string[] }) =>
      send<Board[]>('POST', `${boards}/${id}/images`, { add: change.add ?? [], remove: change.remove ?? [] }),
  }
}

function catalogRoutes({ read, send }: Transport) {
  const downloads = '/api/downloads'
  return {
    get: () => read<Catalog>('/api/catalog', {}),
    download: (fileIds: readonly string[], acceptedLicenceIds: readonly string[]) =>
      send<Download[]>('POST', downloads, { fileIds, acceptedLicenceIds }),
    pause: (id: string) => send<Download[]>('POST', `${downloads}/${id}/pause`),
    /** Also tries a failed one again. */
    resume: (id: string) => send<Download[]>('POST', `${downloads}/${id}/resume`),
    /** Removes what is there of it. */
    cancel: (id: string) => send<Download[]>('POST', `${downloads}/${id}/cancel`),
    importFrom: (path: string) => send<{ fileIds: string[] }>('POST', '/api/catalog/import', { path }),
  }
}

function modelFolderRoutes({ read, send }: Transport) {
  const folders = '/api/model-folders'
  return {
    get: () => read<ModelFolders>(folders, {}),
    add: (path: string) => send<ModelFolders>('POST', folders, { path }),
    remove: (id: string) => send<ModelFolders>('DELETE', `${folders}/${encodeURIComponent(id)}`),
    readAgain: (id: string) => send<ModelFolders>('POST', `${folders}/${encodeURIComponent(id)}/read`),
  }
}

function modelRoutes({ send }: Transport) {
  return {
    /** Hashes its file anew: takes some time. */
    verify: (id: string) => send<Verification>('POST', `/api/models/${encodeURIComponent(id)}/verify`),
    add: (path: string) => send<Model[]>('POST', '/api/models', { path }),
    forget: (id: string) => send<Model[]>('DELETE', `/api/models/${encodeURIComponent(id)}`),
  }
}

function presetRoutes({ read, send }: Transport) {
  const presets = '/api/presets'
  return {
    /** Which fit a checkpoint. */
    choices: (modelId: string) => read<PresetChoices>(`/api/models/${encodeURIComponent(modelId)}/presets`, {}),
    /** Saves what a request amounts to. */
    saveRequest: (title: string, request: GenerationRequest) =>
      send<Preset[]>('POST', `${presets}/of-request`, { title, request }),
    remove: (id: string) => send<Preset[]>('DELETE', `${presets}/${encodeURIComponent(id)}`),
    exported: () => read<ExportedPresets>(`${presets}/export`, {}),
    /** @param exported what a file said; the back end checks it */
    importFrom: (exported: unknown) => send<Preset[]>('POST', `${presets}/import`, exported),
  }
}

function deviceRoutes({ read, send }: Transport) {
  return {
    get: () => read<Devices>('/api/devices', {}),
    /** Takes some seconds. */
    test: () => send<Devices>('POST', '/api/devices/test'),
  }
}

/**
 * One function per route of the back end.
 * Every function rejects with RequestError, which `explain` of messages/say.ts puts into words.
 */
export function createClient(fetch: Fetch = globalThis.fetch.bind(globalThis)) {
  const transport = createTransport(fetch)
  const { read, send } = transport
  return {
    bootstrap: () => read<Bootstrap>('/api/bootstrap', {}),
    openEvents: transport.openEvents,
    countTokens: (text: string, modelId: string, signal?: AbortSignal) =>
      send<TokenCount>('POST', '/api/tokens', { text, modelId }, signal),
    queue: queueRoutes(transport),
    /** Loads what a request needs, where that is cheap. */
    prepareEngine: (request: GenerationRequest) => send<{ prepared: boolean }>('POST', '/api/engine/prepare', request),
    /** What a request will take of the memory. */
    planMemory: (request: GenerationRequest, signal?: AbortSignal) =>
      send<MemoryPlan>('POST', '/api/plan', request, signal),
    images: imageRoutes(transport),
    boards: boardRoutes(transport),
    models: modelRoutes(transport),
    presets: presetRoutes(transport),
    modelFolders: modelFolderRoutes(transport),
    catalog: catalogRoutes(transport),
    devices: deviceRoutes(transport),
    readSettings: (file: Blob) => transport.upload<ReadSettings>('/api/read-settings', file),
    saveSettings: (change: Partial<Settings>) => send<Settings>('PATCH', '/api/settings', change),
    saveUiState: transport.saveUiState,
  }
}
export type Client = ReturnType<typeof createClient>

/** Address of the picture itself. */
export function imageFileUrl(image: Pick<Image, 'id'>): string {
  return `${IMAGES}/${image.id}/file`
}

/** Address of a thumbnail whose longer side has `size` pixels at most. */
export function thumbnailUrl(image: Pick<Image, 'id'>, size: 256 | 512): string {
  return `${IMAGES}/${image.id}/thumb/${size}`
}

/** Address of a model's preview, where it has one. */
export function modelPreviewUrl({ id }: Pick<Model, 'id'>): string {
  return `/api/models/${encodeURIComponent(id)}/preview`
}
