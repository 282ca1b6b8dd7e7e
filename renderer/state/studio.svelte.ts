import { untrack } from 'svelte'
import type { Client } from '../api/client.ts'
import type { Bootstrap, Job, StudioEvent } from '../api/contract.ts'
import { Events, type Connection } from '../api/events.ts'
import { pageStorage } from '../api/page-storage.ts'
import type { Messages } from '../messages/en.ts'
import { CatalogState } from './catalog.svelte.ts'
import { DevicesState } from './devices.svelte.ts'
import { Dialogs } from './dialogs.svelte.ts'
import { Draft } from './draft.svelte.ts'
import { Layout } from './layout.svelte.ts'
import { ModelFoldersState } from './model-folders.svelte.ts'
import { ModelsState } from './models.svelte.ts'
import { notTrashedText } from './not-trashed.ts'
import { MemoryPlanState } from './memory-plan.svelte.ts'
import { PresetsState } from './presets.svelte.ts'
import { QueueState } from './queue.svelte.ts'
import { SettingsState } from './settings.svelte.ts'
import { Shortcuts } from './shortcuts.svelte.ts'
import { Toasts } from './toasts.svelte.ts'
import { UiState } from './ui-state.svelte.ts'

/** The state of the page: made once, from what the back end tells at the start. */
export class Studio {
  readonly client: Client
  readonly version: string
  readonly events: Events
  readonly uiState: UiState
  readonly settings: SettingsState
  readonly models: ModelsState
  readonly presets: PresetsState
  readonly memoryPlan: MemoryPlanState
  readonly catalog: CatalogState
  readonly modelFolders: ModelFoldersState
  readonly queue: QueueState
  readonly devices: DevicesState
  readonly draft: Draft
  readonly layout: Layout
  readonly shortcuts: Shortcuts
  readonly toasts: Toasts
  readonly dialogs = new Dialogs()
  /** As it was at the start. */
  readonly boardsAtStart: Bootstrap['boards']
  #connection = $state<Connection>('connecting')
  #reconnections = $state(0)
  #imageCount: number

  constructor(client: Client, start: Bootstrap) {
    const onError = (error: unknown) => {
      this.toasts.showError(error)
    }
    this.client = client
    this.version = start.version
    this.boardsAtStart = start.boards
    this.#imageCount = $state(start.imageCount)
    this.uiState = new UiState(start.uiState, client.saveUiState, pageStorage)
    this.settings = new SettingsState({ client, initial: start.settings, onError })
    this.toasts = new Toasts((error) => this.settings.explain(error))
    this.shortcuts = new Shortcuts({
      isMac: /Mac|iPhone|iPad/.test(navigator.userAgent),
      own: () => this.settings.current.shortcuts,
      isModal: () => document.querySelector('[aria-modal="true"]') !== null,
      words: () => this.t.shell.keys,
    })
    this.models = new ModelsState(client, start.models)
    this.presets = new PresetsState(client.presets, start.presets)
    this.memoryPlan = new MemoryPlanState(client)
    this.catalog = new CatalogState({ client, downloads: start.downloads, onError })
    this.modelFolders = new ModelFoldersState({ client, hashing: start.hashing, onError })
    this.devices = new DevicesState({ client, onError })
    this.queue = new QueueState({
      client,
      initial: start.queue,
      onError,
      onFinished: (job) => {
        this.#finished(job)
      },
    })
    this.draft = new Draft({
      uiState: this.uiState,
      queue: this.queue,
      models: this.models,
      presets: this.presets,
      promptHistory: start.promptHistory,
      firstPrompt: this.t.prompt.firstPrompt,
    })
    this.layout = new Layout(this.uiState)
    this.events = new Events({
      open: client.openEvents,
      onConnection: (connection) => {
        this.#connected(connection)
      },
    })
    this.events.subscribe((event) => {
      this.#receive(event)
    })
    if (start.recovery !== null) this.toasts.show(this.settings.say(start.recovery), { kind: 'error' })
  }

  /** The texts in the user's language. */
  get t(): Messages {
    return this.settings.messages
  }

  get connection(): Connection {
    return this.#connection
  }

  /** Rises whenever the back end is there again: events were missed. Its present state has come first by then. */
  get reconnections(): number {
    return this.#reconnections
  }

  /** Pictures in the library. */
  get imageCount(): number {
    return this.#imageCount
  }

  /** What keeps a picture from being made, in words; null where nothing does. */
  get missing(): string | null {
    const { missing } = this.draft
    if (missing === null) return null
    const { needsModel, needsWeights, needsPrompt } = this.t.prompt
    return { model: needsModel, weights: needsWeights, prompt: needsPrompt }[missing]
  }

  /** Makes the picture that the draft describes, or says what is missing. */
  generate(place: 'end' | 'next' = 'end'): void {
    if (this.missing === null) void this.draft.generate(place)
    else this.toasts.show(this.missing)
  }

  /** Listens to the back end until the returned function is called. */
  start(): () => void {
    void this.events.start()
    // Whoever starts the studio must not follow the draft's changes.
    void untrack(() => this.draft.refreshPresets())
    this.#prepareFirstPicture()
    return () => {
      this.events.stop()
    }
  }

  #connected(connection: Connection): void {
    const isBack = connection === 'online' && this.#connection === 'offline'
    this.#connection = connection
    if (!isBack) return
    this.#reconnections += 1
    void this.#countImages()
  }

  async #countImages(): Promise<void> {
    try {
      this.#imageCount = (await this.client.images.page({}, { offset: 0 }, 1)).total
    } catch {
      // Where the back end is gone again, the next connection counts.
    }
  }

  /** It comes sooner then; where it cannot be prepared it comes later. */
  #prepareFirstPicture(): void {
    const request = untrack(() => this.draft.request)
    if (request !== null) this.client.prepareEngine(request).catch(() => undefined)
  }

  #receive(event: StudioEvent): void {
    this.queue.receive(event)
    switch (event.type) {
      case 'queue':
        for (const job of [...event.queue.active, ...event.queue.recent]) this.draft.receive(job)
        break
      case 'job':
        this.draft.receive(event.job)
        break
      case 'imageAdded':
        this.#imageCount += 1
        break
      case 'imagesRemoved':
        this.#imageCount = Math.max(0, this.#imageCount - event.ids.length)
        break
      case 'deletionFailed':
        this.toasts.show(notTrashedText(event, this.t.gallery), { kind: 'error' })
        break
      case 'modelsChanged':
        this.models.receive(event.models)
        this.catalog.modelsChanged()
        void this.draft.refreshPresets()
        break
      case 'presetsChanged':
        this.presets.receive(event.presets)
        void this.draft.refreshPresets()
        break
      case 'downloadsChanged':
        this.catalog.receive(event.downloads)
        break
      case 'modelFoldersChanged':
        this.modelFolders.receive(event.modelFolders)
        break
      case 'hashingChanged':
        this.modelFolders.receiveHashing(event.hashing)
        break
      case 'devicesChanged':
        this.devices.receive(event.devices)
        break
      case 'settingsChanged':
        this.settings.receive(event.settings)
        break
      default:
    }
  }

  #finished(job: Job): void {
    if (job.state !== 'failed') return
    this.toasts.show(job.error === null ? this.t.queue.failedWithoutReason : this.settings.say(job.error), {
      kind: 'error',
      action: {
        label: this.t.queue.retry,
        run: () => {
          void this.queue.retry(job.id)
        },
      },
    })
  }
}
