import type { OnnxModel } from '../../../models/onnx/model.ts'

/** Names of the nodes that pick rows out of stored tables, and of those that cast the rows to float32. */
export function tableLookups(model: OnnxModel): string[] {
  const lookups = model.nodes.filter(({ operator }) => operator === 'Gather')
  const rows = new Set(lookups.flatMap(({ outputs }) => outputs))
  const casts = model.nodes.filter(({ operator, inputs: [input = ''] }) => operator === 'Cast' && rows.has(input))
  return [...lookups, ...casts].map(({ name }) => name)
}
