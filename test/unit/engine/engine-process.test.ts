import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { spawnEngineProcess } from '../../../main/engine/engine-process.ts'

const FAKE_ENGINE = fileURLToPath(new URL('./fixtures/fake-engine.ts', import.meta.url))

afterEach(() => vi.unstubAllEnvs())

describe('spawnEngineProcess', () => {
  it('keeps what would load foreign code or change how Node runs out of the engine', async () => {
    // Written in lower case they act too on Windows, where names of variables have no case.
    const dangerous = ['NODE_OPTIONS', 'node_options', 'NODE_PATH', 'LD_PRELOAD', 'LD_AUDIT', 'DYLD_INSERT_LIBRARIES']
    for (const name of dangerous) vi.stubEnv(name, '')
    vi.stubEnv('LD_LIBRARY_PATH', '/opt/cuda/lib')
    const child = spawnEngineProcess({ workerPath: FAKE_ENGINE, memoryBudgetBytes: 123 })
    try {
      child.send({ kind: 'request', id: 1, type: 'sessions', params: {} })
      const [answer] = (await once(child, 'message')) as [{ result: { environment: Record<string, string> } }]
      const { environment } = answer.result
      expect(dangerous.filter((name) => name in environment)).toEqual([])
      expect(environment).toMatchObject({ LD_LIBRARY_PATH: '/opt/cuda/lib', ONESTROKE_MEMORY_BUDGET: '123' })
    } finally {
      child.kill('SIGKILL')
    }
  })
})
