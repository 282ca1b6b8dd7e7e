import { z } from 'zod'
import { LIMITS, parseConfigJson, size, upTo } from './config-json.ts'
import { countOf, requireMultiples, sizeOf, type Shapes } from './shapes.ts'

/** The shape of a CLIPTextModel or CLIPTextModelWithProjection. */
export interface ClipConfig {
  readonly vocabularySize: number
  readonly positions: number
  readonly width: number
  readonly layers: number
  readonly heads: number
  readonly intermediateWidth: number
  readonly activation: 'quick_gelu' | 'gelu'
  readonly normEps: number
  /** Width of the pooled projection (SDXL's second encoder); null where there is none. */
  readonly projectionWidth: number | null
}

/** Defaults as in transformers: models/clip/configuration_clip.py, CLIPTextConfig. */
const clipSchema = z.object({
  architectures: z.array(z.string()).nullish(),
  model_type: z.enum(['clip_text_model', 'clip']).optional(),
  vocab_size: size.default(49408),
  max_position_embeddings: size.default(77),
  hidden_size: size.default(512),
  intermediate_size: size.default(2048),
  num_hidden_layers: upTo(LIMITS.textLayers).default(12),
  num_attention_heads: size.default(8),
  hidden_act: z.enum(['quick_gelu', 'gelu']).default('quick_gelu'),
  layer_norm_eps: z.number().positive().default(1e-5),
  projection_dim: size.default(512),
})

/**
 * A CLIPTextModel's or CLIPTextModelWithProjection's config.json; `architectures` there says which it is.
 * @throws CheckpointError where the network has a part that is not supported.
 */
export function parseClipConfig(json: unknown): ClipConfig {
  const parsed = parseConfigJson(clipSchema, json, 'text encoder')
  const projects = parsed.architectures?.includes('CLIPTextModelWithProjection') === true
  return {
    vocabularySize: parsed.vocab_size,
    positions: parsed.max_position_embeddings,
    width: parsed.hidden_size,
    layers: parsed.num_hidden_layers,
    heads: parsed.num_attention_heads,
    intermediateWidth: parsed.intermediate_size,
    activation: parsed.hidden_act,
    normEps: parsed.layer_norm_eps,
    projectionWidth: projects ? parsed.projection_dim : null,
  }
}

const HEAD_WIDTH = 64

/**
 * The config of a CLIP text encoder from its tensors' shapes (transformers names, `text_model.` in front). The first
 * encoder is CLIP-L (quick_gelu), SDXL's second OpenCLIP's bigG (gelu, with a projection); both have heads of 64.
 * @throws CheckpointError where a tensor that decides is missing.
 */
export function inferClipConfig(shapes: Shapes, encoder: 'textEncoder' | 'textEncoder2'): ClipConfig {
  const width = sizeOf(shapes, 'text_model.embeddings.token_embedding.weight', 1)
  requireMultiples([width], HEAD_WIDTH, 'text encoder')
  const projects = encoder === 'textEncoder2'
  return {
    vocabularySize: sizeOf(shapes, 'text_model.embeddings.token_embedding.weight', 0),
    positions: sizeOf(shapes, 'text_model.embeddings.position_embedding.weight', 0),
    width,
    layers: countOf(shapes, LIMITS.textLayers, (index) => `text_model.encoder.layers.${index}.mlp.fc1.weight`),
    heads: width / HEAD_WIDTH,
    intermediateWidth: sizeOf(shapes, 'text_model.encoder.layers.0.mlp.fc1.weight', 0),
    activation: projects ? 'gelu' : 'quick_gelu',
    normEps: 1e-5,
    projectionWidth: projects ? sizeOf(shapes, 'text_projection.weight', 0) : null,
  }
}
