import { truncateSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inlineWeights } from '../../../../main/engine/worker/inline-weights.ts'
import { nodeRuntime } from '../../../../main/engine/worker/node-runtime.ts'
import { sessionOptions } from '../../../../main/engine/worker/session-options.ts'
import type { WeightRef } from '../../../../models/checkpoints/weights.ts'
import { Graph } from '../../../../models/graphs/graph.ts'
import { add } from '../../../../models/graphs/operators.ts'
import { encodeModel } from '../../../../models/onnx/encode-model.ts'
import type { OnnxModel } from '../../../../models/onnx/model.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'
import { weightRef, writeWeight } from '../../graphs/weight-files.ts'

const folder = temporaryFolder()

function sumOf(a: WeightRef, b: WeightRef): OnnxModel {
  const graph = new Graph('sum')
  graph.output('y', add(graph, graph.stored(a), graph.stored(b)))
  return graph.finish()
}

describe('inlineWeights', () => {
  it('makes weights of some files part of the graph, which ONNX Runtime then runs with the others', async () => {
    const near = writeWeight(folder, 'near', [2], [1, 2])
    const far = writeWeight(folder, 'far', [2], [10, 20])
    const model = await inlineWeights(sumOf(near, far), [far.file])
    expect(model.initializers.map(({ data }) => data instanceof Uint8Array)).toEqual([false, true])
    const locate = (file: string) => {
      expect(file).toBe(near.file)
      return file.slice(1)
    }
    const session = await nodeRuntime.create(encodeModel(model, locate), sessionOptions('cpu', null, '/'))
    const { y } = await session.run({})
    expect([...(y!.data as Float32Array)]).toEqual([11, 22])
    await session.release()
  })

  it('says which file is cut off', async () => {
    const cut = writeWeight(folder, 'cut', [2], [1, 2])
    truncateSync(cut.file, 9)
    await expect(inlineWeights(sumOf(cut, cut), [cut.file])).rejects.toThrow('cut.bin is cut off.')
  })

  it('refuses more than a graph can hold, before it reads anything', async () => {
    const huge = weightRef([500_000_000], { file: '/no/such/huge.safetensors' })
    await expect(inlineWeights(sumOf(huge, huge), [huge.file])).rejects.toThrow(/Move huge\.safetensors to the drive/)
    await expect(inlineWeights(sumOf(huge, huge), [])).resolves.toBeDefined()
  })
})
