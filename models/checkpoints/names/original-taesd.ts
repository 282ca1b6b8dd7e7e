/**
 * The diffusers name of a tensor of the original TAESD's decoder or encoder (madebyollin/taesd: taesd.py). The decoder's
 * list begins with a clamp that diffusers does not count.
 */
export function taesdName(key: string, side: 'encoder' | 'decoder'): string | null {
  const [, layer, rest = ''] = /^(\d{1,3})\.(.+)$/.exec(key) ?? []
  if (layer === undefined) return null
  return `${side}.layers.${side === 'decoder' ? Number(layer) - 1 : Number(layer)}.${rest}`
}
