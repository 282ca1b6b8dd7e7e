import { describe, expect, it } from 'vitest'
import { createEventBus } from '../../main/server/event-bus.ts'
import { streamEvents } from '../../main/server/event-stream.ts'
import type { StudioEvent } from '../../main/server/contract/studio.ts'

const removed = (id: string): StudioEvent => ({ type: 'imagesRemoved', ids: [id] })

const progress = (preview: string): StudioEvent => ({
  type: 'progress',
  progress: {
    jobId: 'j',
    picture: 0,
    pictures: 1,
    activity: null,
    loading: null,
    step: 1,
    steps: 2,
    secondsLeft: null,
    preview,
  },
})

function open(bus = createEventBus(), aliveEveryMs = 60_000) {
  const stream = streamEvents({ bus, first: () => [removed('first')], aliveEveryMs })
  return { bus, reader: stream.pipeThrough(new TextDecoderStream()).getReader() }
}

describe('an event stream', () => {
  it('sends the first line at once, then one line per event, until the reader leaves', async () => {
    const { bus, reader } = open()
    bus.emit(removed('second'))
    expect((await reader.read()).value).toBe(`${JSON.stringify(removed('first'))}\n`)
    expect((await reader.read()).value).toBe(`${JSON.stringify(removed('second'))}\n`)
    await reader.cancel()
    expect(() => bus.emit(removed('third'))).not.toThrow()
  })

  it('shows that it is alive', async () => {
    const { reader } = open(createEventBus(), 5)
    await reader.read()
    expect((await reader.read()).value).toBe('{"type":"alive"}\n')
    await reader.cancel()
  })

  it('leaves progress out for a reader that does not keep up, and gives up on one that never reads', () => {
    const bus = createEventBus()
    const stream = streamEvents({ bus, first: () => [removed('first')] })
    const before = process.memoryUsage().arrayBuffers
    for (let count = 0; count < 3000; count++) bus.emit(progress('x'.repeat(100_000)))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6)
    for (let count = 0; count < 300; count++) bus.emit(removed('x'.repeat(100_000)))
    expect(() => bus.emit(removed('last'))).not.toThrow()
    expect(stream.locked).toBe(false)
  })
})
