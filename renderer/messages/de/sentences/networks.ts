import type { NetworkName } from '../../../../models/sentences/checkpoints.ts'

/** How the networks of a model are called. */
export const NETWORKS: Readonly<Record<NetworkName, string>> = {
  UNet: 'UNet',
  'text encoder': 'Text-Encoder',
  'second text encoder': 'zweiter Text-Encoder',
  VAE: 'VAE',
  'tiny VAE': 'Tiny-VAE',
  'VAE encoder': 'VAE-Encoder',
  LoRA: 'LoRA',
}
