const ATTENTION_PARTS: Readonly<Record<string, string>> = {
  group_norm: 'norm',
  to_q: 'q',
  to_k: 'k',
  to_v: 'v',
  'to_out.0': 'proj_out',
}

/** What diffusers called the attention's parts before 0.18. */
const OLD_ATTENTION_PARTS: Readonly<Record<string, string>> = {
  group_norm: 'group_norm',
  to_q: 'query',
  to_k: 'key',
  to_v: 'value',
  'to_out.0': 'proj_attn',
}

function resnetPart(part: string): string {
  return part === 'conv_shortcut' ? 'nin_shortcut' : part
}

/**
 * The name that LDM files give to a module of a VAE, by its diffusers path; the decoder's levels are numbered from the
 * other end (CompVis: ldm/modules/diffusionmodules/model.py).
 */
export function ldmVaeModule(path: string, levels: number): string {
  const [, side, block = '', rest = ''] =
    /^(encoder|decoder)\.(?:(mid_block|(?:down|up)_blocks\.\d+)\.)?(.+)$/.exec(path) ?? []
  if (side === undefined) return path
  if (block === '') return `${side}.${rest === 'conv_norm_out' ? 'norm_out' : rest}`
  const [, kind = '', index = '0', part = ''] = /^([a-z]+)\.(\d+)\.(.+)$/.exec(rest) ?? []
  if (block === 'mid_block')
    return kind === 'attentions'
      ? `${side}.mid.attn_1.${ATTENTION_PARTS[part] ?? part}`
      : `${side}.mid.block_${Number(index) + 1}.${resnetPart(part)}`
  const level = Number(block.split('.')[1])
  const ldmBlock = side === 'encoder' ? `encoder.down.${level}` : `decoder.up.${levels - 1 - level}`
  if (kind === 'resnets') return `${ldmBlock}.block.${index}.${resnetPart(part)}`
  return `${ldmBlock}.${side === 'encoder' ? 'downsample' : 'upsample'}.conv`
}

/** The name that old diffusers files give to a module of a VAE, by its present path. */
export function oldDiffusersVaeModule(path: string): string {
  return path.replace(/(?<=\.attentions\.0\.).+$/, (part) => OLD_ATTENTION_PARTS[part] ?? part)
}
