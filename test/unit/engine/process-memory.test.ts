import { describe, expect, it } from 'vitest'
import { processMemory } from '../../../main/engine/process-memory.ts'

describe('the memory of a process', () => {
  it.runIf(process.platform === 'linux')('is what the process itself measures', () => {
    const own = processMemory(process.pid) ?? 0
    expect(own / process.memoryUsage().rss).toBeGreaterThan(0.8)
    expect(own / process.memoryUsage().rss).toBeLessThan(1.25)
  })

  it('is unknown where there is no process', () => {
    expect(processMemory(undefined)).toBeNull()
    expect(processMemory(2 ** 30)).toBeNull()
  })
})
