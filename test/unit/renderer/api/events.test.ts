import { describe, expect, it, vi } from 'vitest'
import type { StudioEvent } from '../../../../renderer/api/contract.ts'
import { Events, reconnectDelayMs, type Connection } from '../../../../renderer/api/events.ts'

const ALIVE = new Uint8Array(new TextEncoder().encode('{"type":"alive"}\n'))

describe('Events', () => {
  it('reads lines that come in pieces, and opens again when the stream ends', async () => {
    const seen: (Connection | StudioEvent['type'])[] = []
    let opened = 0
    const events = new Events({
      open: () => {
        opened += 1
        return Promise.resolve(
          new ReadableStream<Uint8Array<ArrayBuffer>>({
            start(controller) {
              controller.enqueue(ALIVE.slice(0, 7))
              controller.enqueue(ALIVE.slice(7))
              controller.close()
            },
          }),
        )
      },
      onConnection: (connection) => {
        seen.push(connection)
        if (connection !== 'offline') return
        if (opened === 2) events.stop()
        else setTimeout(() => events.retry())
      },
    })
    events.subscribe(({ type }) => seen.push(type))
    await events.start()
    expect(opened).toBe(2)
    expect(seen).toEqual(['online', 'alive', 'offline', 'online', 'alive', 'offline'])
  })

  it('goes on after a failed attempt', async () => {
    let attempts = 0
    const events = new Events({
      open: () => {
        attempts += 1
        return Promise.reject(new Error('refused'))
      },
      onConnection: () => {
        if (attempts === 3) events.stop()
        else setTimeout(() => events.retry())
      },
    })
    await events.start()
    expect(attempts).toBe(3)
  })

  it('ends at once where it is stopped by whoever hears that the connection is lost', async () => {
    vi.useFakeTimers()
    const events = new Events({
      open: () => Promise.reject(new Error('refused')),
      onConnection: () => {
        events.stop()
      },
    })
    await events.start()
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })
})

describe('reconnectDelayMs', () => {
  it('doubles up to eight seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 60].map(reconnectDelayMs)).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000])
  })
})
