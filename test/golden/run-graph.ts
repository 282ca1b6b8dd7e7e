import type { Tensor } from 'onnxruntime-node'
import { createSession } from '../../main/engine/worker/create-session.ts'
import { nodeRuntime } from '../../main/engine/worker/node-runtime.ts'
import type { OnnxModel } from '../../models/onnx/model.ts'
import type { ReferenceTensor } from './reference.ts'

/** A tensor as a golden file holds it, or made by the test. */
export type Feed = Pick<ReferenceTensor, 'shape' | 'values'>

/** A session on the CPU, as the engine makes it. */
export interface OpenGraph {
  run(feeds: Readonly<Record<string, Feed>>): Promise<Record<string, Float32Array>>
  release(): Promise<void>
}

/** Makes a session for a graph. */
export async function openGraph(model: OnnxModel): Promise<OpenGraph> {
  const { session } = await createSession(nodeRuntime, 'UNet', model, { providers: ['cpu'], threads: null })
  return {
    async run(feeds) {
      const inputs: Record<string, Tensor> = {}
      for (const [name, { shape, values }] of Object.entries(feeds)) {
        inputs[name] =
          values instanceof Int32Array
            ? nodeRuntime.tensor('int32', values, shape)
            : nodeRuntime.tensor('float32', Float32Array.from(values), shape)
      }
      const outputs = await session.run(inputs)
      return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tensor.data as Float32Array]))
    },
    release: () => session.release(),
  }
}

/** Runs a graph once and returns its outputs' values. */
export async function runGraph(
  model: OnnxModel,
  feeds: Readonly<Record<string, Feed>>,
): Promise<Record<string, Float32Array>> {
  const graph = await openGraph(model)
  try {
    return await graph.run(feeds)
  } finally {
    await graph.release()
  }
}

/** Largest absolute difference; infinite where lengths differ or a value is not a number. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity
  let largest = 0
  for (let index = 0; index < expected.length; index++) {
    const difference = Math.abs((actual[index] as number) - (expected[index] as number))
    if (Number.isNaN(difference)) return Infinity
    largest = Math.max(largest, difference)
  }
  return largest
}

/** A golden tensor that has to be there. */
export function tensorOf(tensors: ReadonlyMap<string, ReferenceTensor>, name: string): ReferenceTensor {
  const tensor = tensors.get(name)
  if (tensor === undefined) throw new Error(`the golden file holds no ${name}`)
  return tensor
}
