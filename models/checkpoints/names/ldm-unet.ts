/** diffusers' parts of a resnet -> the original code's (CompVis: ldm/modules/diffusionmodules/openaimodel.py, ResBlock). */
const RESNET_PARTS: Readonly<Record<string, string>> = {
  norm1: 'in_layers.0',
  conv1: 'in_layers.2',
  time_emb_proj: 'emb_layers.1',
  norm2: 'out_layers.0',
  conv2: 'out_layers.3',
  conv_shortcut: 'skip_connection',
}

const OUTER: Readonly<Record<string, string>> = {
  conv_in: 'input_blocks.0.0',
  'time_embedding.linear_1': 'time_embed.0',
  'time_embedding.linear_2': 'time_embed.2',
  'add_embedding.linear_1': 'label_emb.0.0',
  'add_embedding.linear_2': 'label_emb.0.2',
  conv_norm_out: 'out.0',
  conv_out: 'out.2',
}

function ldmPart(kind: string, part: string): string {
  return kind === 'resnets' ? (RESNET_PARTS[part] ?? part) : part
}

/**
 * The names that LDM and sgm files give to a module of a UNet, by its diffusers path; empty where they have none.
 * Blocks are numbered through: each level takes its layers and its resampler in turn, so the numbers depend on
 * `layersPerBlock`. An upsampler follows the attention in its block, or takes its place where there is none: both are named.
 */
export function ldmUnetModules(path: string, layersPerBlock: number): string[] {
  const outer = OUTER[path]
  if (outer !== undefined) return [outer]
  const match = /^(?:(down|up)_blocks\.(\d+)|mid_block)\.([a-z]+)\.(\d+)\.(.+)$/.exec(path)
  if (!match) return []
  const [, direction, level = '0', kind = '', index = '0', part = ''] = match
  const place = kind === 'attentions' ? 1 : 0
  if (direction === undefined) return [`middle_block.${place === 1 ? 1 : 2 * Number(index)}.${ldmPart(kind, part)}`]
  const perLevel = layersPerBlock + 1
  const first = Number(level) * perLevel
  if (kind === 'downsamplers') return [`input_blocks.${first + perLevel}.0.op`]
  if (kind === 'upsamplers') return [1, 2].map((after) => `output_blocks.${first + layersPerBlock}.${after}.conv`)
  const block =
    direction === 'down' ? `input_blocks.${first + 1 + Number(index)}` : `output_blocks.${first + Number(index)}`
  return [`${block}.${place}.${ldmPart(kind, part)}`]
}
