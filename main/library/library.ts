import type { z } from 'zod'
import type { Recipe } from '../../models/recipe/recipe.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import type { Thumbnails, ThumbnailSide } from '../images/thumbnail.ts'
import type { Job } from '../server/contract/generation.ts'
import type {
  Board,
  facetsSchema,
  Image,
  ImageDetail,
  imageDaysSchema,
  imagePageSchema,
  ImageQuery,
} from '../server/contract/library.ts'

export type ImagePage = z.infer<typeof imagePageSchema>
export type ImageDay = z.infer<typeof imageDaysSchema>['days'][number]
export type Facets = z.infer<typeof facetsSchema>

/**
 * Everything that Onestroke remembers: pictures, boards, the queue, models, settings. Calls return when what they wrote
 * is on the disk. One process at a time has a library open.
 * `openLibrary` of open-library.ts makes one.
 *
 * Functions throw LibraryError where the request cannot be met (its message is for the user), and return null or leave
 * out what an unknown id names.
 */
export interface Library {
  readonly images: ImageStore
  readonly thumbnails: ThumbnailStore
  readonly boards: BoardStore
  readonly jobs: JobStore
  readonly models: ModelStore
  readonly modelFolders: ModelFolderStore
  readonly values: ValueStore
  readonly promptHistory: PromptHistory
  /** What was found damaged and how it was mended when this library was opened; null where all was well. */
  readonly recovery: Recovery | null
  /**
   * Brings rows and files together: removes what crashes left of unfinished files, takes in pictures of the pictures folder
   * that have a recipe but no row, marks rows whose file is gone. To be called once after opening; pictures can be added
   * meanwhile. Changes are announced through `onChange`.
   */
  reconcile(signal?: AbortSignal): Promise<ReconcileReport>
  /** Copies the database to the backup that a damaged one is restored from, unless that is younger than a day. */
  backUpDaily(): Promise<void>
  /** Moves to the trash what is deleted, and closes the files. No other function may be called then. */
  close(): Promise<void>
}

export interface LibraryOptions {
  /** The database file. Thumbnails, backups and damaged files lie beside it. */
  readonly databasePath: string
  /** Where pictures are looked for, read for each reconciliation; those added from elsewhere are kept too. */
  readonly picturesFolder: string
  /** Moves files to the system's trash; takes the paths as they are, not as patterns. */
  readonly trash: (paths: readonly string[]) => Promise<void>
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** How long a deletion can be undone; 30 seconds unless told. */
  readonly graceMs?: number
  readonly onChange?: (change: LibraryChange) => void
}

/** What happens in the library without being asked for by a call. */
export type LibraryChange =
  | { readonly type: 'imagesAdded'; readonly images: readonly Image[] }
  /** Files that vanished or came back. */
  | { readonly type: 'imagesChanged'; readonly ids: readonly string[] }
  /** Deleted pictures that the trash did not take; they are in the gallery again. */
  | {
      readonly type: 'deletionFailed'
      readonly ids: readonly string[]
      /** Name of the first one's file. */
      readonly fileName: string
      /** The system's words; null where it gave none. */
      readonly reason: string | null
    }

export interface Recovery {
  /** Where the damaged file lies now. */
  readonly damagedPath: string
  /** The backup that took its place; null: there was none, and the library began empty. */
  readonly restoredFrom: string | null
  /** What to tell the user. */
  readonly notice: Sentence
}

export interface ReconcileReport {
  readonly imported: number
  /** Pictures that were moved or renamed by hand and found again. */
  readonly moved: number
  readonly missing: number
  readonly returned: number
  readonly temporariesRemoved: number
  /** Files and folders that could not be read, one sentence each. */
  readonly problems: readonly string[]
}

export interface NewPicture {
  /** Absolute path of the PNG, finished and on the disk. */
  readonly path: string
  readonly recipe: Recipe
  /** Null: made from the file when first asked for. */
  readonly thumbnails: Thumbnails | null
  /** The picture that this one was made from; ignored where the library does not hold it. */
  readonly parentId: string | null
  /** The job that made it: its `imageIds` and `picturesMade` count it in the same transaction. */
  readonly jobId: string | null
}

export interface ImageChange {
  readonly starred?: boolean | undefined
  readonly rating?: number | undefined
}

export interface PageBounds {
  /** Where the page before ended; at the first picture unless told. */
  readonly cursor?: string | undefined
  /** How many pictures are passed over from there. */
  readonly offset?: number | undefined
  readonly limit: number
}

export interface ImageStore {
  /**
   * Takes in a picture. Where `reconcile` has just found the same file by itself, that row is completed.
   * @throws FileError where the file is not there.
   */
  add(picture: NewPicture): Promise<Image>
  /** @throws LibraryError `bad-cursor` for a cursor that no page of the same sorting returned. */
  page(query: ImageQuery, at: PageBounds): ImagePage
  /** Days of the computer's time zone, in the order of the query's sorting (newest first for `rating`). */
  days(query: ImageQuery): ImageDay[]
  facets(): Facets
  count(): number
  get(id: string): Image | null
  detail(id: string): ImageDetail | null
  /** The recipe as stored; null where the picture is unknown. */
  recipe(id: string): Recipe | null
  /** Where the picture's file lies, whether or not it is there now; null where the picture is unknown. */
  path(id: string): string | null
  /** The files of pictures with these pixels (Recipe's `pixelSha256`) that are there. */
  pathsOfPixels(sha256: string): string[]
  /** @returns the ids that exist. */
  change(ids: readonly string[], change: ImageChange): string[]
  /** Hides pictures at once; their files go to the trash after the grace period or when the library closes. */
  delete(ids: readonly string[]): Deletion
  /** @returns the pictures that are back; none where the grace period is over. */
  undoDelete(undoToken: string): string[]
}

export interface Deletion {
  readonly undoToken: string
  readonly ids: readonly string[]
  /** When the files go to the trash, in milliseconds since 1970. */
  readonly undoUntil: number
}

export interface ThumbnailStore {
  /** A WebP file, made from the picture where it is not stored yet; null where there is no such picture or its file is gone. */
  get(id: string, side: ThumbnailSide): Promise<Uint8Array | null>
}

export interface BoardStore {
  /** By name. */
  list(): Board[]
  get(id: string): Board | null
  create(name: string): Board
  rename(id: string, name: string): Board | null
  /** Removes the board; its pictures stay in the library. */
  remove(id: string): boolean
  /** Unknown pictures are left out. @returns null where the board is unknown. */
  changeImages(
    id: string,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Board | null
}

export type NewJob = Pick<Job, 'kind' | 'request' | 'seed' | 'sourceId'>
export type JobEnd = { readonly state: 'done' | 'failed' | 'cancelled' } & Partial<
  Pick<Job, 'error' | 'comparison' | 'latentKept'>
>

/** The queue, kept across restarts. At most 500 finished jobs are remembered. */
export interface JobStore {
  /** Puts jobs, in this order, behind all waiting ones or before them. */
  insert(jobs: readonly NewJob[], place: 'end' | 'next'): Job[]
  get(id: string): Job | null
  /** Running first, then waiting in running order. */
  active(): Job[]
  /** Finished ones, latest first. */
  recent(limit: number): Job[]
  /** The first waiting job. */
  nextWaiting(): Job | null
  /** waiting → running. @returns null where the job is not waiting. */
  start(id: string): Job | null
  setSeed(id: string, seed: number): Job | null
  /** Pictures this job has made, those deleted since included: a job that is taken up again goes on from there. */
  picturesMade(id: string): number
  /** waiting or running → finished. @returns null where the job is neither. */
  finish(id: string, end: JobEnd): Job | null
  /** running → waiting, before all others: for jobs that a restart cut off. */
  requeue(id: string): Job | null
  /** Puts a waiting job before the others. @returns null where the job is not waiting. */
  moveNext(id: string): Job | null
  /** Sets the order of waiting jobs; those not named follow in the order they had. */
  reorder(ids: readonly string[]): void
  /** Cancels all waiting jobs. @returns their ids. */
  cancelWaiting(): string[]
}

/** Hashes of a file: of all of it, and of a safetensors file's tensors alone. 64 lower-case digits. */
export interface StoredHashes {
  readonly sha256: string
  readonly contentSha256: string
}

/** A checkpoint, LoRA or VAE that is used where it lies. */
export interface InstalledModel {
  readonly id: string
  readonly kind: 'checkpoint' | 'lora' | 'vae'
  /** Absolute path of its file or folder. */
  readonly path: string
  /** What was read from its header, as the catalog wrote it: shown also while its drive is missing. */
  readonly details: Readonly<Record<string, unknown>>
  readonly addedAt: number
  /** The folder that it was found in; null where it was added by itself. */
  readonly folderId: string | null
  /** Not there when it was looked for last. */
  readonly missing: boolean
  /** Taken off the list by the user, though its folder is watched. */
  readonly hidden: boolean
  /** Sizes and times of what the details were read from; empty where unknown. */
  readonly fingerprint: string
  /** By which the file system knows a file that was renamed; empty where unknown. */
  readonly fileId: string
  /** Null until it is hashed. */
  readonly hashes: StoredHashes | null
}

export type NewModel = Pick<InstalledModel, 'kind' | 'path' | 'details'> &
  Partial<Pick<InstalledModel, 'folderId' | 'fingerprint' | 'fileId'>>

export type ModelChange = Partial<Omit<InstalledModel, 'id' | 'addedAt'>>

export interface ModelStore {
  /** In the order in which they were added, hidden ones included. Rows are the same objects until they change. */
  list(): readonly InstalledModel[]
  get(id: string): InstalledModel | null
  at(path: string): InstalledModel | null
  /** A path that is known keeps its id, folder and hashes; its details are replaced, and it is neither missing nor hidden. */
  add(model: NewModel): InstalledModel
  /** @returns null where there is no such model. */
  change(id: string, change: ModelChange): InstalledModel | null
  /** Forgets it; the file stays. */
  remove(id: string): boolean
  /** Keeps everything that `work` writes, or nothing where it throws: quicker than one by one. */
  together<T>(work: () => T): T
}

/** A folder whose models are used where they lie. */
export interface StoredModelFolder {
  readonly id: string
  readonly path: string
  /** The program whose folder it is, as the catalog calls it; null: none that is known. */
  readonly program: string | null
}

export interface ModelFolderStore {
  /** In the order in which they were added. */
  list(): StoredModelFolder[]
  /** A path that is known keeps its id. */
  add(folder: Omit<StoredModelFolder, 'id'>): StoredModelFolder
  /** Forgets it and the models that were found in it. */
  remove(id: string): boolean
}

/** Small values by name, stored as JSON: settings, the page's state. */
export interface ValueStore {
  /** Null where nothing is stored, or what is stored no longer fits the schema. */
  read<T>(key: string, schema: z.ZodType<T>): T | null
  write(key: string, value: unknown): void
}

export interface PromptHistory {
  /** At most 200, latest first. */
  list(): string[]
  /** Puts a prompt first; it is kept once. Blank prompts are left out. */
  add(prompt: string): void
}
