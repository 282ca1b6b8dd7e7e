import type { UnetConfig } from '../configs/unet-config.ts'
import type { VaeConfig } from '../configs/vae-config.ts'

/** Channels that grow from level to level, so that every shortcut that can exist does; only names matter here. */
function growingChannels(levels: number): number[] {
  return Array.from({ length: levels }, (_, level) => 2 ** level)
}

/** The UNet with every module that a UNet of these dimensions may have: attention in each block, added conditioning. */
export function supersetUnet(levels: number, layersPerBlock: number, depth: number): UnetConfig {
  const depths = Array.from({ length: levels }, () => depth)
  return {
    inChannels: 4,
    outChannels: 4,
    blockChannels: growingChannels(levels),
    layersPerBlock,
    downDepths: depths,
    midDepth: depth,
    upDepths: depths,
    headCounts: depths.map(() => 1),
    contextWidth: 1,
    linearProjection: true,
    normGroups: 1,
    normEps: 1e-5,
    flipSinToCos: true,
    freqShift: 0,
    addition: { sinusoidWidth: 1, inputWidth: 6 },
  }
}

/** The VAE with every module that a VAE of these dimensions may have. */
export function supersetVae(levels: number, layersPerBlock: number): VaeConfig {
  return {
    imageChannels: 3,
    latentChannels: 4,
    blockChannels: growingChannels(levels),
    layersPerBlock,
    normGroups: 1,
    scalingFactor: 1,
    quantConv: true,
    postQuantConv: true,
    midAttention: true,
  }
}
