import { describe, expect, it } from 'vitest'
import { sessionOptions } from '../../../../main/engine/worker/session-options.ts'
import { tableLookups } from '../../../../main/engine/worker/table-lookups.ts'
import type { Dtype } from '../../../../models/checkpoints/weights.ts'
import { Graph } from '../../../../models/graphs/graph.ts'
import { add } from '../../../../models/graphs/operators.ts'
import type { OnnxModel } from '../../../../models/onnx/model.ts'

/** Rows of one table plus a weight, both of one stored type. */
function lookingUp(dtype: Dtype): OnnxModel {
  const graph = new Graph('lookup')
  const ref = (offset: number, shape: number[]) => ({ file: 'f', dtype, shape, offset, length: 8, transposed: false })
  const rows = graph.storedRows(ref(0, [9, 2]), graph.input('ids', [3], 'int32'))
  graph.output('sum', add(graph, rows, graph.stored(ref(8, [2]))))
  return graph.finish()
}

describe('tableLookups', () => {
  it.each([
    ['F32', ['Gather']],
    ['F16', ['Gather', 'Cast']],
    ['BF16', ['Gather', 'Cast']],
  ] as const)('names, with %s weights, the lookup and its cast, and no other cast', (dtype, operators) => {
    const model = lookingUp(dtype)
    const names = tableLookups(model)
    const found = model.nodes.filter(({ name }) => names.includes(name))
    expect(found.map(({ operator }) => operator)).toEqual(operators)
    expect(found.every(({ inputs }) => inputs.includes('ids') || inputs.includes(found[0]?.outputs[0] ?? ''))).toBe(
      true,
    )
  })

  it('are left to the CPU under WebGPU, which refuses an empty list', () => {
    const names = tableLookups(lookingUp('F16'))
    expect(sessionOptions('webgpu', null, '/', names).executionProviders).toEqual([
      { name: 'webgpu', preferredLayout: 'NCHW', forceCpuNodeNames: names },
    ])
    expect(sessionOptions('cuda', null, '/', names).executionProviders).toEqual([{ name: 'cuda', deviceId: 0 }])
    expect(sessionOptions('webgpu', null, '/', []).executionProviders).toEqual([
      { name: 'webgpu', preferredLayout: 'NCHW' },
    ])
  })
})
