import { imageFileUrl, type Client } from '../api/client.ts'
import type { ImageDetail } from '../api/contract.ts'
import { desktopBridge } from '../api/shell.ts'
import type { Messages } from '../messages/en.ts'
import type { Draft } from './draft.svelte.ts'
import type { ModelsState } from './models.svelte.ts'
import type { QueueState } from './queue.svelte.ts'
import type { Toasts } from './toasts.svelte.ts'
import { recall, variationsOf, type RecallPart } from './viewer-recall.ts'

interface ViewerActionsOptions {
  readonly images: Client['images']
  readonly draft: Draft
  readonly models: ModelsState
  readonly queue: QueueState
  readonly toasts: Toasts
  readonly texts: () => Messages['viewer']
}

/** What is done with the picture that is looked at. Every function tells the user what went wrong and does not reject. */
export class ViewerActions {
  readonly #options: ViewerActionsOptions

  constructor(options: ViewerActionsOptions) {
    this.#options = options
  }

  /** Takes settings over into the prompt panel. */
  use(detail: ImageDetail, part: RecallPart): void {
    const { draft, models, toasts, texts } = this.#options
    const { change, missing } = recall(detail, part, models.all)
    draft.apply(change, detail)
    toasts.show(missing.length > 0 ? texts().usedWithout(missing.join(', ')) : texts().used[part])
  }

  /** Makes the picture again and compares; the answer comes as an event. */
  async regenerate(detail: ImageDetail): Promise<void> {
    await this.#try(this.#options.images.regenerate(detail.id))
  }

  /** Decodes a draft with the full VAE; the picture comes beside it. */
  async finish(detail: ImageDetail): Promise<void> {
    const { images, toasts, texts } = this.#options
    if ((await this.#try(images.finish(detail.id))) !== null) toasts.show(texts().finishing)
  }

  /** Queues pictures with the seeds that follow. */
  async vary(detail: ImageDetail): Promise<void> {
    const { models, queue, toasts, texts } = this.#options
    const { request, missing } = variationsOf(detail, models.all)
    if (request !== null) await queue.submit(request)
    else if (missing.length === 0) toasts.show(texts().cannotVary, { kind: 'error' })
    else toasts.show(texts().cannotVaryWithout(missing.join(', ')), { kind: 'error' })
  }

  async copyImage(detail: ImageDetail): Promise<void> {
    const { toasts, texts } = this.#options
    // The promise goes into the item: Safari allows the clipboard only within the key press itself.
    const png = fetch(imageFileUrl(detail)).then((response) => response.blob())
    const done = await this.#try(navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]).then(() => true))
    if (done !== null) toasts.show(texts().copiedImage)
  }

  async copyText(text: string, said: string): Promise<void> {
    const done = await this.#try(navigator.clipboard.writeText(text).then(() => true))
    if (done !== null) this.#options.toasts.show(said)
  }

  /** In the system's file manager. On the desktop only. */
  async reveal(detail: ImageDetail): Promise<void> {
    const desktop = desktopBridge()
    if (desktop !== null) await this.#try(desktop.reveal(detail.id))
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
