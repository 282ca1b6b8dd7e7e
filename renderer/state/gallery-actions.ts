import { imageFileUrl, type Client } from '../api/client.ts'
import { desktopBridge } from '../api/shell.ts'
import type { Messages } from '../messages/en.ts'
import type { Boards } from './boards.svelte.ts'
import type { Gallery } from './gallery.svelte.ts'
import type { Marks } from './picture-marks.ts'
import { inBatches } from './selection-model.ts'
import type { Toasts } from './toasts.svelte.ts'
import type { Viewer } from './viewer.svelte.ts'

/** What one request may carry. */
const MOST_IDS = 10_000
/** A browser asks before it lets a page save more files at once. */
const MOST_BROWSER_DOWNLOADS = 10
/** The library keeps what was removed half a minute before it goes to the trash. */
const UNDO_OFFERED_MS = 28_000

interface ActionsOptions {
  readonly images: Client['images']
  readonly gallery: Gallery
  readonly viewer: Viewer
  readonly boards: Boards
  readonly toasts: Toasts
  readonly texts: () => Messages['gallery']
}

/** What is done to pictures. Every function tells the user what went wrong and does not reject. */
export class GalleryActions {
  readonly #options: ActionsOptions
  /** Removals that can still be taken back, latest last, each with the line that says so. */
  #removals: readonly { readonly undoToken: string; readonly toastId: number }[] = []

  constructor(options: ActionsOptions) {
    this.#options = options
  }

  star(ids: readonly string[], starred: boolean): Promise<void> {
    return this.#mark(ids, { starred })
  }

  /** From 1 to 5; 0 takes the rating away. */
  rate(ids: readonly string[], rating: number): Promise<void> {
    return this.#mark(ids, { rating })
  }

  /** To the system's trash, with a line that brings them back. */
  async remove(ids: readonly string[]): Promise<void> {
    const { images, gallery, toasts, texts } = this.#options
    for (const batch of inBatches(ids, MOST_IDS)) {
      const done = await this.#try(images.remove(batch))
      if (done === null) return
      gallery.forget(batch)
      const { undoToken } = done
      const toastId = toasts.show(texts().removed(batch.length), {
        ms: UNDO_OFFERED_MS,
        action: {
          label: texts().undo,
          run: () => {
            void this.#undoRemove(undoToken)
          },
        },
      })
      this.#removals = [...this.#removals, { undoToken, toastId }]
    }
  }

  /** Takes the latest removal back that has not been yet. */
  async undoRemove(): Promise<void> {
    const latest = this.#removals.at(-1)
    if (latest !== undefined) await this.#undoRemove(latest.undoToken)
  }

  async addToBoard(ids: readonly string[], boardId: string): Promise<void> {
    const { boards, toasts, texts, gallery } = this.#options
    if (!(await boards.change(boardId, { add: ids }))) return
    toasts.show(texts().addedToBoard(ids.length, boards.nameOf(boardId)))
    if (gallery.source.filter.boardId !== undefined) await gallery.source.refresh()
  }

  async removeFromBoard(ids: readonly string[], boardId: string): Promise<void> {
    const { boards, toasts, texts, gallery } = this.#options
    if (!(await boards.change(boardId, { remove: ids }))) return
    toasts.show(texts().removedFromBoard(ids.length, boards.nameOf(boardId)))
    if (gallery.source.filter.boardId === boardId) await gallery.source.refresh()
  }

  /** Into a folder of the user's choice; in a browser, as downloads. */
  async exportFiles(ids: readonly string[], withoutMetadata: boolean): Promise<void> {
    const { images, toasts, texts } = this.#options
    const desktop = desktopBridge()
    if (desktop === null) {
      if (ids.length > MOST_BROWSER_DOWNLOADS) toasts.show(texts().tooManyDownloads(MOST_BROWSER_DOWNLOADS))
      else ids.forEach(download)
      return
    }
    const folder = await this.#try(desktop.openFolder('export'))
    if (folder === null) return
    const done = await this.#try(images.exportTo(ids, folder, withoutMetadata))
    if (done !== null) toasts.show(texts().exported(done.files.length, folder))
  }

  async #mark(ids: readonly string[], change: Marks): Promise<void> {
    const { images, gallery, viewer } = this.#options
    const set = new Set(ids)
    const takeBack = [gallery.source.patch(set, change), viewer.patch(set, change)]
    for (const batch of inBatches(ids, MOST_IDS)) {
      if ((await this.#try(images.update(batch, change).then(() => true))) === null) {
        for (const part of takeBack) part()
        await gallery.source.refresh()
        return
      }
    }
  }

  async #undoRemove(undoToken: string): Promise<void> {
    const { images, gallery, toasts, texts } = this.#options
    const removal = this.#removals.find((other) => other.undoToken === undoToken)
    if (removal === undefined) return
    this.#removals = this.#removals.filter((other) => other !== removal)
    const restored = await this.#try(images.undoRemove(undoToken))
    if (restored === null) {
      this.#removals = [...this.#removals, removal]
      return
    }
    toasts.dismiss(removal.toastId)
    if (restored.ids.length === 0) toasts.show(texts().undoTooLate)
    await gallery.source.restore(restored.ids)
    const [first] = restored.ids
    if (first !== undefined) gallery.show(first)
  }

  async #try<T>(answer: Promise<T>): Promise<T | null> {
    try {
      return await answer
    } catch (error) {
      this.#options.toasts.showError(error)
      return null
    }
  }
}

/** Saves a picture as a browser saves a link. */
function download(id: string): void {
  const link = document.createElement('a')
  link.href = imageFileUrl({ id })
  link.download = ''
  link.click()
}
