import type { ClipConfig } from '../configs/clip-config.ts'
import { linear, norm, projection, type Layer } from './layer.ts'

function encoderLayer(path: string, config: ClipConfig): Layer[] {
  const { width, intermediateWidth } = config
  return [
    norm(`${path}.layer_norm1`, width),
    ...['q_proj', 'k_proj', 'v_proj', 'out_proj'].map((name) => linear(`${path}.self_attn.${name}`, width, width)),
    norm(`${path}.layer_norm2`, width),
    linear(`${path}.mlp.fc1`, width, intermediateWidth),
    linear(`${path}.mlp.fc2`, intermediateWidth, width),
  ]
}

/** The layers of a CLIP text encoder by their transformers paths, as the published models spell them (`text_model.` in front). */
export function clipLayers(config: ClipConfig): Layer[] {
  const { width } = config
  const layers = [
    projection('text_model.embeddings.token_embedding', width, config.vocabularySize),
    projection('text_model.embeddings.position_embedding', width, config.positions),
  ]
  for (let index = 0; index < config.layers; index++)
    layers.push(...encoderLayer(`text_model.encoder.layers.${index}`, config))
  layers.push(norm('text_model.final_layer_norm', width))
  if (config.projectionWidth !== null) layers.push(projection('text_projection', width, config.projectionWidth))
  return layers
}
