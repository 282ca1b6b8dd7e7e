import { eventSchema, type StudioEvent } from '../../main/server/contract/studio.ts'
import type { Studio } from './studio.ts'

export interface FollowedEvents {
  /** All so far, oldest first. */
  readonly seen: readonly StudioEvent[]
  /** Those of one type. */
  of<Type extends StudioEvent['type']>(type: Type): Extract<StudioEvent, { type: Type }>[]
  /** Stops reading. */
  stop(): Promise<void>
}

/** Reads the stream of events, each checked against the contract. */
export async function followEvents(studio: Studio): Promise<FollowedEvents> {
  const stream = (await studio.ask('GET', '/api/events')).body!.pipeThrough(new TextDecoderStream())
  const reader = stream.getReader()
  const seen: StudioEvent[] = []
  let rest = ''
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) seen.push(eventSchema.parse(JSON.parse(line)))
    }
  })()
  return {
    seen,
    of: <Type extends StudioEvent['type']>(type: Type) =>
      seen.filter((event): event is Extract<StudioEvent, { type: Type }> => event.type === type),
    async stop() {
      await reader.cancel()
      await reading
    },
  }
}
