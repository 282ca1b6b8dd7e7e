import { totalmem } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { availableMemory } from '../../../main/engine/memory-budget.ts'

afterEach(() => vi.restoreAllMocks())

describe('availableMemory', () => {
  it.each([
    ['no limit (0)', 0, totalmem()],
    ['a limit beyond the machine', Number.MAX_SAFE_INTEGER, totalmem()],
    ['a container’s limit', 2e9, 2e9],
  ])('leaves a part of the memory to others, with %s', (_, limit, memory) => {
    vi.spyOn(process, 'constrainedMemory').mockReturnValue(limit)
    expect(availableMemory()).toBeGreaterThan(0.3 * memory)
    expect(availableMemory()).toBeLessThan(0.9 * memory)
  })
})
