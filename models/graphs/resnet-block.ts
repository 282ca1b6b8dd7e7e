import type { Value } from './graph.ts'
import { convolution, groupNorm, linear } from './layers.ts'
import { add, reshape, silu } from './operators.ts'
import type { Parameters } from './parameters.ts'

export interface ResnetOptions {
  readonly outChannels: number
  readonly groups: number
  readonly eps: number
  /** The activated time embedding [batch or 1, width]; absent in autoencoders. */
  readonly time?: Value
}

/** diffusers: models/resnet.py ResnetBlock2D (default time scale shift). */
export function resnetBlock(parameters: Parameters, input: Value, name: string, options: ResnetOptions): Value {
  const { graph } = parameters
  const { outChannels, groups, eps, time } = options
  const convolve = (value: Value, suffix: string) =>
    convolution(parameters, value, `${name}.${suffix}`, { outChannels, kernel: 3 })
  const normalize = (value: Value, suffix: string) =>
    silu(graph, groupNorm(parameters, value, `${name}.${suffix}`, { groups, eps }))
  return graph.within(name, () => {
    let hidden = convolve(normalize(input, 'norm1'), 'conv1')
    if (time !== undefined) {
      const shift = linear(parameters, time, `${name}.time_emb_proj`, { outFeatures: outChannels })
      hidden = add(graph, hidden, reshape(graph, shift, [time.shape[0] ?? 1, outChannels, 1, 1]))
    }
    hidden = convolve(normalize(hidden, 'norm2'), 'conv2')
    const shortcut =
      input.shape[1] === outChannels
        ? input
        : convolution(parameters, input, `${name}.conv_shortcut`, { outChannels, kernel: 1 })
    return add(graph, shortcut, hidden)
  })
}
