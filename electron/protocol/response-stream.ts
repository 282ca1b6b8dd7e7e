import type { IncomingMessage } from 'node:http'

/**
 * The body of the back end's answer, chunk by chunk as it arrives and no faster than it is read. Cancelling it ends the
 * connection, so that the back end stops sending.
 */
export function streamBody(message: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = message.iterator({ destroyOnReturn: true }) as AsyncIterator<Buffer<ArrayBuffer>>
  return new ReadableStream({
    async pull(controller) {
      const next = (await chunks.next()) as IteratorResult<Buffer<ArrayBuffer>, undefined>
      if (next.done === true) controller.close()
      else controller.enqueue(new Uint8Array(next.value))
    },
    cancel() {
      message.destroy()
    },
  })
}
