import type { JobQueue } from '../../generation/queue.ts'
import { getEvents } from '../definitions/studio.ts'
import type { EventBus } from '../event-bus.ts'
import { streamEvents } from '../event-stream.ts'
import { createRouter } from '../router.ts'

export interface EventsDependencies {
  readonly events: EventBus
  readonly queue: Pick<JobQueue, 'state'>
}

/** The stream of what happens. */
export function createEventsRoutes({ events, queue }: EventsDependencies) {
  return createRouter().get(getEvents.getRoutingPath(), () => {
    const stream = streamEvents({ bus: events, first: () => ({ type: 'queue', queue: queue.state() }) })
    return new Response(stream, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } })
  })
}
