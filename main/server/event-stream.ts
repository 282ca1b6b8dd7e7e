import type { EventBus } from './event-bus.ts'
import type { StudioEvent } from './contract/studio.ts'

const ALIVE_EVERY_MS = 15_000
/** A client that leaves this much unread is gone or stuck; it gets the present state when it connects again. */
const MOST_UNREAD_BYTES = 16 * 1024 * 1024
/** Beyond this, progress is left out: the next one says more. */
const UNREAD_BYTES_WITHOUT_PROGRESS = 256 * 1024

export interface EventStreamOptions {
  readonly bus: EventBus
  /** The present state, for a client that connects: it may have missed anything. */
  readonly first: () => readonly StudioEvent[]
  readonly aliveEveryMs?: number
}

/** Events as lines of JSON, until the client leaves. */
export function streamEvents({ bus, first, aliveEveryMs = ALIVE_EVERY_MS }: EventStreamOptions): ReadableStream {
  const encoder = new TextEncoder()
  let stop: () => void = () => undefined
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (event: StudioEvent) => {
          const unread = -(controller.desiredSize ?? 0)
          if (event.type === 'progress' && unread > UNREAD_BYTES_WITHOUT_PROGRESS) return
          if (unread > MOST_UNREAD_BYTES) {
            stop()
            controller.close()
            return
          }
          controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
        }
        const unsubscribe = bus.subscribe(send)
        const timer = setInterval(() => send({ type: 'alive' }), aliveEveryMs)
        timer.unref()
        stop = () => {
          unsubscribe()
          clearInterval(timer)
        }
        for (const event of first()) send(event)
      },
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  )
}
