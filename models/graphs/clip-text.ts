import type { ClipConfig } from '../checkpoints/configs/clip-config.ts'
import type { Weights } from '../checkpoints/weights.ts'
import type { OnnxModel } from '../onnx/model.ts'
import { Graph, type Value } from './graph.ts'
import { layerNorm, linear } from './layers.ts'
import { add, attention, gelu, matmul, quickGelu, reshape } from './operators.ts'
import type { AppliedLora } from './lora-nodes.ts'
import { Parameters } from './parameters.ts'

export interface ClipTextGraphOptions {
  readonly config: ClipConfig
  readonly weights: Weights
  readonly loras: readonly AppliedLora[]
  /** Which hidden states to return: 0 = embeddings, n = after layer n; no other layers than needed are run. */
  readonly hiddenStates: readonly number[]
  /** Whether the final layer norm is applied to the hidden states (SD 1.5: yes, SDXL: no). */
  readonly finalNorm: boolean
  /** Whether the pooled, projected text is returned (SDXL's second encoder). */
  readonly pooled: boolean
}

/** Every token sees itself and those before it. */
function causalMask(graph: Graph, length: number): Value {
  const mask = new Float32Array(length * length)
  for (let query = 0; query < length; query++) {
    mask.fill(-Infinity, query * length + query + 1, (query + 1) * length)
  }
  return graph.floats(mask, [1, 1, length, length])
}

function encoderLayer(
  parameters: Parameters,
  input: Value,
  name: string,
  { config, mask }: { readonly config: ClipConfig; readonly mask: Value },
): Value {
  const { graph } = parameters
  const { width, heads, intermediateWidth, normEps } = config
  const [length = 1] = input.shape
  const activate = config.activation === 'gelu' ? gelu : quickGelu
  return graph.within(name, () => {
    const first = layerNorm(parameters, input, `${name}.layer_norm1`, normEps)
    const project = (suffix: string) =>
      reshape(graph, linear(parameters, first, `${name}.self_attn.${suffix}`, { outFeatures: width }), [
        1,
        length,
        width,
      ])
    const operands = { q: project('q_proj'), k: project('k_proj'), v: project('v_proj'), bias: mask }
    const mixed = reshape(graph, attention(graph, operands, heads), [length, width])
    const attended = add(graph, input, linear(parameters, mixed, `${name}.self_attn.out_proj`, { outFeatures: width }))
    const second = layerNorm(parameters, attended, `${name}.layer_norm2`, normEps)
    const inner = activate(graph, linear(parameters, second, `${name}.mlp.fc1`, { outFeatures: intermediateWidth }))
    return add(graph, attended, linear(parameters, inner, `${name}.mlp.fc2`, { outFeatures: width }))
  })
}

/**
 * CLIP's text encoder for one prompt. Inputs: `ids` int32 [77]; with `pooled` also `end_position` float32 [1, 77], one
 * at the end token and zero elsewhere. Outputs: `hidden.N` [77, width] for each of `hiddenStates`; `pooled`
 * [1, projection width].
 * Source: transformers: models/clip/modeling_clip.py CLIPTextModel, CLIPTextModelWithProjection.
 * @throws CheckpointError where a tensor is missing or has the wrong size.
 */
export function buildClipText(options: ClipTextGraphOptions): OnnxModel {
  const { config, weights, loras, hiddenStates, finalNorm, pooled } = options
  const graph = new Graph('clip_text')
  const parameters = new Parameters(graph, weights, loras)
  const ids = graph.input('ids', [config.positions], 'int32')
  const mask = causalMask(graph, config.positions)
  const normalize = (value: Value) => layerNorm(parameters, value, 'text_model.final_layer_norm', config.normEps)
  const emit = (index: number, value: Value) => {
    if (hiddenStates.includes(index)) graph.output(`hidden.${index}`, finalNorm ? normalize(value) : value)
  }
  let hidden = add(
    graph,
    parameters.rows('text_model.embeddings.token_embedding.weight', ids),
    parameters.get('text_model.embeddings.position_embedding.weight', [config.positions, config.width]),
  )
  emit(0, hidden)
  const layers = pooled ? config.layers : Math.max(...hiddenStates)
  for (let layer = 0; layer < layers; layer++) {
    hidden = encoderLayer(parameters, hidden, `text_model.encoder.layers.${layer}`, { config, mask })
    emit(layer + 1, hidden)
  }
  if (pooled) {
    const endPosition = graph.input('end_position', [1, config.positions])
    const end = matmul(graph, endPosition, normalize(hidden))
    const projection = { outFeatures: config.projectionWidth ?? config.width, bias: false }
    graph.output('pooled', linear(parameters, end, 'text_projection', projection))
  }
  return graph.finish()
}
