import type {
  Board,
  Bootstrap,
  Catalog,
  Download,
  Image,
  ImageDetail,
  Job,
  Model,
  Preset,
  PublishedFile,
  Queue,
  Settings,
} from '../../../../renderer/api/contract.ts'
import { createClient, type Client } from '../../../../renderer/api/client.ts'
import { UiState } from '../../../../renderer/state/ui-state.svelte.ts'
import { firstDraft, requestOf } from '../../../../renderer/state/draft-settings.ts'

/** A client whose every request fails as without a back end; tests replace what they need. */
export function offlineClient(): Client {
  return createClient(() => Promise.reject(new TypeError('Failed to fetch')))
}

/** What the page finds again, where storing always works. */
export function uiStateOf(stored: Readonly<Record<string, unknown>>): UiState {
  return new UiState(stored, () => Promise.resolve())
}

export function model(id: string, change: Partial<Model> = {}): Model {
  return {
    id,
    kind: 'checkpoint',
    name: id,
    family: 'sd15',
    builtIn: false,
    path: `/models/${id}.safetensors`,
    fileBytes: 1,
    width: 512,
    height: 512,
    present: true,
    settings: null,
    ownLora: null,
    baseId: null,
    folderId: null,
    publishedId: null,
    distilled: null,
    precision: null,
    tiny: false,
    triggerWords: [],
    hasPreview: false,
    hashes: null,
    problem: null,
    ...change,
  }
}

export function preset(id: string, steps: number, change: Partial<Preset> = {}): Preset {
  return {
    id,
    group: id.replace(/-\d+$/, ''),
    title: id,
    custom: false,
    steps,
    scheduler: 'tcd',
    spacing: null,
    timesteps: null,
    eta: 0.3,
    guidance: 0,
    guidanceRange: null,
    families: ['sd15'],
    weights: {},
    loras: [],
    size: null,
    ...change,
  }
}

export function job(id: string, state: Job['state'], change: Partial<Job> = {}): Job {
  return {
    id,
    state,
    kind: 'generate',
    request: requestOf(firstDraft('a fox', 'builtin'), null, null),
    seed: null,
    imageIds: [],
    sourceId: null,
    comparison: null,
    error: null,
    latentKept: false,
    createdAt: 0,
    startedAt: null,
    finishedAt: null,
    ...change,
  }
}

export function queue(change: Partial<Queue> = {}): Queue {
  return {
    paused: false,
    active: [],
    recent: [],
    progress: null,
    engine: 'idle',
    engineMessage: null,
    device: null,
    memoryBytes: null,
    fallback: null,
    storage: [],
    blocked: null,
    ...change,
  }
}

export function settings(change: Partial<Settings> = {}): Settings {
  return {
    language: 'en',
    theme: 'dark',
    picturesFolder: '/pictures',
    fileNameTemplate: '{seed}',
    modelsFolder: '/models',
    downloadMirror: '',
    device: 'auto',
    shortcuts: {},
    ...change,
  }
}

export function download(id: string, change: Partial<Download> = {}): Download {
  return {
    id,
    title: id,
    state: 'running',
    doneBytes: 0,
    totalBytes: 100,
    bytesPerSecond: null,
    secondsLeft: null,
    problem: null,
    ...change,
  }
}

export function publishedFile(id: string, change: Partial<PublishedFile> = {}): PublishedFile {
  return {
    id,
    title: id,
    kind: 'lora',
    family: 'sd15',
    fileName: `${id}.safetensors`,
    bytes: 100,
    sha256: '0'.repeat(64),
    hashSource: '',
    licenceId: 'open',
    page: 'https://example.com/',
    needs: [],
    modelId: null,
    ...change,
  }
}

export function licence(id: string): Catalog['licences'][number] {
  return { id, title: id, url: 'https://example.com/licence', terms: [] }
}

export function catalog(change: Partial<Catalog> = {}): Catalog {
  return { files: [], bundles: [], licences: [], accepted: [], folder: '/models', freeBytes: null, ...change }
}

export function board(id: string, change: Partial<Board> = {}): Board {
  return { id, name: id, count: 0, coverId: null, ...change }
}

export function detailOf(image: Image, change: Partial<ImageDetail> = {}): ImageDetail {
  return {
    ...image,
    negativePrompt: null,
    recipe: null,
    infotext: '',
    fileName: `${image.id}.png`,
    path: `/pictures/${image.id}.png`,
    fileBytes: 1,
    pixelSha256: '',
    device: 'cpu',
    totalMs: 90,
    boardIds: [],
    draft: false,
    parentId: null,
    childIds: [],
    ...change,
  }
}

export function bootstrap(change: Partial<Bootstrap> = {}): Bootstrap {
  return {
    version: '1.0.0',
    settings: settings(),
    uiState: {},
    models: [model('builtin', { builtIn: true })],
    presets: [],
    downloads: [],
    hashing: null,
    queue: queue(),
    recovery: null,
    boards: [],
    promptHistory: [],
    imageCount: 0,
    ...change,
  }
}
