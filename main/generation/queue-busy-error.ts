/** The engine is asked for something else while it makes pictures. */
export class QueueBusyError extends Error {
  override readonly name = 'QueueBusyError'

  constructor() {
    super('A picture is being made. Wait until the queue is empty or pause it, then try again.')
  }
}
