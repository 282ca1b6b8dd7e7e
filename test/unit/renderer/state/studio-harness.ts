import { flushSync } from 'svelte'
import { vi } from 'vitest'
import type { Client } from '../../../../renderer/api/client.ts'
import type { Bootstrap, Image, Job, StudioEvent } from '../../../../renderer/api/contract.ts'
import { createDesk, type Desk } from '../../../../renderer/state/gallery-desk.svelte.ts'
import { Studio } from '../../../../renderer/state/studio.svelte.ts'
import { bootstrap, job, offlineClient, queue } from './contract-fixtures.ts'
import { stubMedia } from './media-queries.ts'
import { PictureBackEnd } from './picture-back-end.ts'
import { runEffects } from './run-effects.svelte.ts'

/** Timers stand still, promises and streams do not. To be undone by `vi.useRealTimers()`. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
}

/** Lets everything happen that waits for no timer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    flushSync()
    await new Promise(setImmediate)
  }
}

/** The stream of events, as long as it is up. */
class FakeStream {
  opened = 0
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null = null

  readonly open: Client['openEvents'] = (signal) => {
    this.opened += 1
    signal.addEventListener('abort', () => {
      this.#controller?.error(signal.reason)
      this.#controller = null
    })
    return Promise.resolve(
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) => {
          this.#controller = controller
        },
        cancel: () => {
          this.#controller = null
        },
      }),
    )
  }

  get isOpen(): boolean {
    return this.#controller !== null
  }

  async send(...events: StudioEvent[]): Promise<void> {
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('')
    this.#controller?.enqueue(new Uint8Array(new TextEncoder().encode(lines)))
    await settle()
  }

  /** The connection ends. */
  async drop(): Promise<void> {
    this.#controller?.close()
    this.#controller = null
    await settle()
  }

  /** The page connects again, and gets the present state first. */
  async connectAgain(...present: StudioEvent[]): Promise<void> {
    await vi.advanceTimersByTimeAsync(8000)
    await settle()
    await this.send({ type: 'queue', queue: queue() }, ...present)
  }
}

export interface OpenStudio {
  readonly studio: Studio
  readonly desk: Desk
  readonly backEnd: PictureBackEnd
  readonly stream: FakeStream
  /** Calls about the queue, such as `retry a`. */
  readonly asked: string[]
  /** As when the page is left. */
  readonly close: () => void
}

/** The state of a page that is connected, over a library of these pictures. */
export async function openStudio(images: Image[] = [], start: Partial<Bootstrap> = {}): Promise<OpenStudio> {
  stubMedia()
  const backEnd = new PictureBackEnd(images)
  const stream = new FakeStream()
  const asked: string[] = []
  const offline = offlineClient()
  const submit = (_request: unknown, place: 'end' | 'next'): Promise<Job[]> => {
    asked.push(`submit ${place}`)
    return Promise.resolve([job(`job${asked.length}`, 'waiting')])
  }
  const retry = (id: string) => {
    asked.push(`retry ${id}`)
    return Promise.resolve(queue())
  }
  const client: Client = {
    ...offline,
    images: backEnd.client,
    queue: { ...offline.queue, submit, retry },
    openEvents: stream.open,
    saveUiState: () => Promise.resolve(),
  }
  const studio = new Studio(client, bootstrap({ imageCount: images.length, ...start }))
  const desks: Desk[] = []
  const endEffects = runEffects(() => {
    desks.push(createDesk(studio))
  })
  const stop = studio.start()
  await settle()
  await stream.send({ type: 'queue', queue: start.queue ?? queue() })
  const [desk] = desks
  if (desk === undefined) throw new Error('The desk was not made.')
  return {
    studio,
    desk,
    backEnd,
    stream,
    asked,
    close() {
      endEffects()
      stop()
    },
  }
}
