import type { InferenceSession } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { builtInModel } from '../../../../main/catalog/built-in-model.ts'
import { openModel } from '../../../../main/catalog/open-model.ts'
import { nodeRuntime } from '../../../../main/engine/worker/node-runtime.ts'
import type { OnnxRuntime } from '../../../../main/engine/worker/runtime.ts'
import { runSelfTest } from '../../../../main/engine/worker/self-test.ts'

const model = openModel({ path: builtInModel().path, vae: null, loras: [] })

/** The CPU under WebGPU's name, whose results `change` alters; remembers the sizes that it was run at. */
function standIn(change: (values: Float32Array) => void): { runtime: OnnxRuntime; sizes: number[] } {
  const sizes: number[] = []
  const runtime: OnnxRuntime = {
    ...nodeRuntime,
    availableProviders: () => ['webgpu'],
    async create(graph, options) {
      if (JSON.stringify(options.executionProviders).includes('cpu')) return nodeRuntime.create(graph, options)
      const session = await nodeRuntime.create(graph, { ...options, executionProviders: ['cpu'] })
      const run = async (feeds: InferenceSession.FeedsType) => {
        sizes.push(feeds['sample']?.dims[3] ?? 0)
        const results = await session.run(feeds)
        change(results['prediction']?.data as Float32Array)
        return results
      }
      return { run, release: () => session.release() } as InferenceSession
    },
  }
  return { runtime, sizes }
}

describe('the self-test of a device', () => {
  it('compares at a small size, and times what is right at a size that artists use', async () => {
    const { runtime, sizes } = standIn(() => undefined)
    const result = await runSelfTest(runtime, 'webgpu', model)
    expect(result).toMatchObject({ available: true, reason: '' })
    expect(result.maxError).toBeLessThan(1e-4)
    expect(result.runMs).toBeGreaterThan(0)
    expect(sizes).toEqual([16, 64, 64])
  })

  it('finds what is wrong, and does not time it', async () => {
    const { runtime, sizes } = standIn((values) => {
      values[5] = (values[5] ?? 0) + 0.02
    })
    const result = await runSelfTest(runtime, 'webgpu', model)
    expect(result).toMatchObject({ available: true, runMs: null })
    expect(result.maxError).toBeCloseTo(0.02, 4)
    expect(sizes).toEqual([16])
  })

  it('takes what is no number for wrong', async () => {
    const { runtime } = standIn((values) => values.fill(NaN))
    expect(await runSelfTest(runtime, 'webgpu', model)).toMatchObject({ maxError: Infinity, runMs: null })
  })

  it('says why a device that is not there cannot be used', async () => {
    const { available, reason, maxError } = await runSelfTest(
      { ...nodeRuntime, availableProviders: () => ['cpu'] },
      'dml',
      model,
    )
    expect({ available, maxError }).toEqual({ available: false, maxError: null })
    expect(reason).toContain('does not include it')
  })
})
