import { DTYPE_BYTES, type TensorInfo, type WeightRef } from '../weights.ts'

const OUTER: Readonly<Record<string, string>> = {
  positional_embedding: 'text_model.embeddings.position_embedding.weight',
  'token_embedding.weight': 'text_model.embeddings.token_embedding.weight',
  'ln_final.weight': 'text_model.final_layer_norm.weight',
  'ln_final.bias': 'text_model.final_layer_norm.bias',
}

const LAYER_PARTS: Readonly<Record<string, string>> = {
  ln_1: 'layer_norm1',
  ln_2: 'layer_norm2',
  'mlp.c_fc': 'mlp.fc1',
  'mlp.c_proj': 'mlp.fc2',
  'attn.out_proj': 'self_attn.out_proj',
}

/** Query, key and value are stored as one matrix, in this order of rows. */
function splitRows(ref: WeightRef, layer: string, kind: string): [string, WeightRef][] {
  const [rows = 0, ...rest] = ref.shape
  const shape = [rows / 3, ...rest]
  const length = shape.reduce((product, size) => product * size, DTYPE_BYTES[ref.dtype])
  return ['q_proj', 'k_proj', 'v_proj'].map((name, index) => [
    `${layer}.self_attn.${name}.${kind}`,
    { ...ref, shape, offset: ref.offset + index * length, length },
  ])
}

/**
 * The tensors that one tensor of an OpenCLIP text encoder stands for, by their transformers names; empty where the key
 * is not one of OpenCLIP's. Source: OpenCLIP's open_clip/transformer.py and diffusers: loaders/single_file_utils.py.
 */
export function openClipTensors(key: string, tensor: TensorInfo, file: string): [string, WeightRef][] {
  const ref = { ...tensor, file, transposed: false }
  const outer = OUTER[key]
  if (outer !== undefined) return [[outer, ref]]
  if (key === 'text_projection') return [['text_projection.weight', { ...ref, transposed: true }]]
  if (key === 'text_projection.weight') return [[key, ref]]
  const [, index, part = ''] = /^transformer\.resblocks\.(\d+)\.(.+)$/.exec(key) ?? []
  if (index === undefined) return []
  const layer = `text_model.encoder.layers.${index}`
  const [, fused] = /^attn\.in_proj_(weight|bias)$/.exec(part) ?? []
  if (fused !== undefined) return (tensor.shape[0] ?? 0) % 3 === 0 ? splitRows(ref, layer, fused) : []
  const [, module = '', kind = ''] = /^(.+)\.(weight|bias)$/.exec(part) ?? []
  const name = LAYER_PARTS[module]
  return name === undefined ? [] : [[`${layer}.${name}.${kind}`, ref]]
}
