import { describe, expect, it } from 'vitest'
import type { CreatedSession } from '../../../../main/engine/worker/create-session.ts'
import { createSessionCache, type SessionPlan } from '../../../../main/engine/worker/session-cache.ts'
import type { DeviceSpec } from '../../../../main/engine/protocol.ts'

const device: DeviceSpec = { providers: ['cpu'], threads: null }
const FLOAT_BYTES = 4

/** A plan whose weights take `bytes` in memory, stored as float16. */
function planOf(key: string, bytes: number): SessionPlan {
  const data = { file: 'w', offset: 0, length: bytes / 2 }
  const weight = { name: 'w', type: 'float16', shape: [bytes / FLOAT_BYTES], data } as const
  return {
    key,
    component: 'UNet',
    device,
    build: () => ({ name: key, nodes: [], initializers: [weight], inputs: [], outputs: [] }),
  }
}

/** A cache of sessions that only write down what becomes of them. */
function watchedCache(budgetBytes: number) {
  const log: string[] = []
  const cache = createSessionCache(budgetBytes, (component, { name }) => {
    log.push(`+${name}`)
    const release = () => Promise.resolve(void log.push(`-${name}`))
    const report = { component, provider: 'cpu', fallbacks: [], createMs: log.length }
    return Promise.resolve({ session: { release }, report } as unknown as CreatedSession)
  })
  return { cache, log }
}

describe('createSessionCache', () => {
  it('makes a session once', async () => {
    const { cache, log } = watchedCache(100)
    const first = await cache.get(planOf('unet', 40))
    expect(await cache.get(planOf('unet', 40))).toBe(first)
    expect(log).toEqual(['+unet'])
  })

  it('releases the least recently used ones, before it makes another, until there is room', async () => {
    const { cache, log } = watchedCache(100)
    await cache.get(planOf('a', 40))
    await cache.get(planOf('b', 40))
    await cache.get(planOf('a', 40))
    await cache.get(planOf('c', 40))
    expect(log).toEqual(['+a', '+b', '-b', '+c'])
    await cache.get(planOf('d', 100))
    expect(log.slice(4)).toEqual(['-a', '-c', '+d'])
  })

  it('fills the budget to the last byte', async () => {
    const { cache, log } = watchedCache(80)
    await cache.get(planOf('a', 40))
    await cache.get(planOf('b', 40))
    expect(log).toEqual(['+a', '+b'])
  })

  it('makes room for what a session works with, too', async () => {
    const { cache, log } = watchedCache(100)
    await cache.get(planOf('a', 40))
    const work = (elements: number): SessionPlan => {
      const { build, ...plan } = planOf('b', 40)
      const node = { operator: 'Relu', domain: '', name: 'n', inputs: ['x'], outputs: ['y'], attributes: new Map() }
      return { ...plan, key: String(elements), build: () => ({ ...build(), nodes: [{ ...node, shape: [elements] }] }) }
    }
    await cache.get(work(5))
    expect(log).toEqual(['+a', '+b'])
    await cache.get(work(6))
    expect(log.slice(2)).toEqual(['-a', '-b', '+b'])
  })

  it('counts float16 weights as the float32 they become', async () => {
    const { cache, log } = watchedCache(79)
    await cache.get(planOf('a', 40))
    await cache.get(planOf('b', 40))
    expect(log).toEqual(['+a', '-a', '+b'])
  })

  it('keeps one that is larger than the budget, alone', async () => {
    const { cache, log } = watchedCache(100)
    await cache.get(planOf('a', 40))
    await cache.get(planOf('huge', 400))
    await cache.get(planOf('huge', 400))
    expect(log).toEqual(['+a', '-a', '+huge'])
    await cache.get(planOf('a', 40))
    expect(log.slice(3)).toEqual(['-huge', '+a'])
  })

  it('keeps nothing of what could not be made', async () => {
    let attempts = 0
    const cache = createSessionCache(100, () => {
      attempts += 1
      return Promise.reject(new Error('bad_alloc'))
    })
    await expect(cache.get(planOf('a', 40))).rejects.toThrow('bad_alloc')
    await expect(cache.get(planOf('a', 40))).rejects.toThrow('bad_alloc')
    expect(attempts).toBe(2)
    expect(cache.reports()).toEqual([])
  })

  it('reports its sessions in the order of their use, and releases all', async () => {
    const { cache, log } = watchedCache(100)
    for (const key of ['a', 'b', 'a']) await cache.get(planOf(key, 40))
    expect(cache.reports().map(({ createMs }) => createMs)).toEqual([2, 1])
    await cache.releaseAll()
    expect(log).toEqual(['+a', '+b', '-b', '-a'])
    expect(cache.reports()).toEqual([])
  })
})
