import { MICROSOFT_DOMAIN, type OnnxModel, type OnnxNode } from '../onnx/model.ts'
import { elementCount } from './graph.ts'

/** What a network takes of memory, in bytes. */
export interface MemoryNeeds {
  /** Weights as they lie in memory: every stored type becomes float32. */
  readonly weightBytes: number
  /** The most that one evaluation holds at the same time beside them. */
  readonly workingBytes: number
}

const FLOAT_BYTES = 4
/** Operators whose result lies where their first operand does. */
const IN_PLACE = new Set(['Reshape', 'Identity'])
/** Attention on the CPU lays queries, keys and values out by heads first (attention_cpu_base.h). */
const ATTENTION_COPIES = 3

function workspaceBytes({ domain, operator, shape }: OnnxNode): number {
  const attends = domain === MICROSOFT_DOMAIN && operator === 'MultiHeadAttention'
  return attends ? ATTENTION_COPIES * elementCount(shape) * FLOAT_BYTES : 0
}

/** Nodes that depend on an input: the rest is computed once, when the session is made. */
function runtimeNodes({ nodes, initializers }: OnnxModel): OnnxNode[] {
  const constants = new Set(initializers.map(({ name }) => name))
  return nodes.filter(({ inputs, outputs }) => {
    if (!inputs.every((input) => input === '' || constants.has(input))) return true
    outputs.forEach((output) => constants.add(output))
    return false
  })
}

/** The largest live set when the nodes run in their order and each value goes after its last use. */
function largestLiveSet(nodes: readonly OnnxNode[]): number {
  const owners = new Map<string, string>()
  const ownerOf = (name: string) => owners.get(name) ?? name
  const lastUse = new Map<string, number>()
  nodes.forEach(({ operator, inputs, outputs }, index) => {
    if (IN_PLACE.has(operator)) outputs.forEach((output) => owners.set(output, ownerOf(inputs[0] ?? '')))
    for (const name of [...inputs, ...outputs]) lastUse.set(ownerOf(name), index)
  })
  const live = new Map<string, number>()
  let [held, most] = [0, 0]
  nodes.forEach((node, index) => {
    for (const output of node.outputs) {
      if (ownerOf(output) !== output) continue
      const bytes = elementCount(node.shape) * FLOAT_BYTES
      live.set(output, bytes)
      held += bytes
    }
    most = Math.max(most, held + workspaceBytes(node))
    for (const name of [...node.inputs, ...node.outputs].map(ownerOf)) {
      if (lastUse.get(name) !== index) continue
      held -= live.get(name) ?? 0
      live.delete(name)
    }
  })
  return most
}

/** Tells by shapes alone what a network will take. */
export function memoryNeeds(model: OnnxModel): MemoryNeeds {
  const { initializers } = model
  return {
    weightBytes: initializers.reduce((sum, { shape }) => sum + elementCount(shape) * FLOAT_BYTES, 0),
    workingBytes: largestLiveSet(runtimeNodes(model)),
  }
}
