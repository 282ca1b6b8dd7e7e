import type { ClipConfig } from './configs/clip-config.ts'
import type { TinyVaeConfig } from './configs/tiny-vae-config.ts'
import type { UnetConfig } from './configs/unet-config.ts'
import type { VaeConfig } from './configs/vae-config.ts'
import type { IgnoredTensor } from './ignored-tensors.ts'
import type { ComponentName, Dtype, Weights } from './weights.ts'

/** The model families whose networks can be built. */
export type Family = 'sd15' | 'sdxl'

/** How a family is called in messages. */
export const FAMILY_NAMES: Readonly<Record<Family, string>> = { sd15: 'SD 1.5', sdxl: 'SDXL' }

/** What the UNet predicts. */
export type PredictionType = 'epsilon' | 'v_prediction'

/** One network: its shape and where its weights lie. */
export interface Component<Config> {
  readonly config: Config
  readonly weights: Weights
}

/** The networks that were found; a file may hold only some. */
export interface Components {
  readonly unet?: Component<UnetConfig>
  readonly textEncoder?: Component<ClipConfig>
  readonly textEncoder2?: Component<ClipConfig>
  readonly vae?: Component<VaeConfig>
  readonly tinyVae?: Component<TinyVaeConfig>
}

/** A model as its files describe it: everything a graph needs, under diffusers' names, without a byte of weights. */
export interface Checkpoint {
  /** Null where the file does not tell: a VAE, a TAESD or a text encoder alone. */
  readonly family: Family | null
  readonly layout: 'ldm' | 'diffusers'
  readonly predictionType: PredictionType
  readonly components: Components
  /** The element types of each component's weights, the one with the most elements first. */
  readonly dtypes: Readonly<Partial<Record<ComponentName, readonly Dtype[]>>>
  /** Tensors in the files, whether used or not. */
  readonly keyCount: number
  /** Keys (as in the file) that belong to nothing known. */
  readonly unmapped: readonly string[]
  /** Keys (as in the file) that inference has no use for. */
  readonly ignored: readonly IgnoredTensor[]
}
