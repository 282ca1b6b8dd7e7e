import type { ClipConfig } from '../../models/checkpoints/configs/clip-config.ts'
import type { TinyVaeConfig } from '../../models/checkpoints/configs/tiny-vae-config.ts'
import type { UnetConfig } from '../../models/checkpoints/configs/unet-config.ts'
import type { VaeConfig } from '../../models/checkpoints/configs/vae-config.ts'
import type { Family, PredictionType } from '../../models/checkpoints/checkpoint.ts'
import type { Weights } from '../../models/checkpoints/weights.ts'
import type { AppliedLora } from '../../models/graphs/lora-nodes.ts'

interface Configs {
  unet: UnetConfig
  textEncoder: ClipConfig
  vae: VaeConfig
  tinyVae: TinyVaeConfig
}

/** One network of a model that is ready to be built. */
export interface ModelComponent<Name extends keyof Configs> {
  readonly config: Configs[Name]
  readonly weights: Weights
  readonly loras: readonly AppliedLora[]
  /** Whether the strengths of its LoRAs are given to the graph when it runs. */
  readonly adjustable: boolean
  /** Differs whenever the files, or the LoRAs that act on this network, differ; strengths only where they are not adjustable. */
  readonly key: string
}

/** What turns latents into pictures: the full autoencoder or a tiny one. */
export type ModelDecoder =
  | { readonly kind: 'full'; readonly component: ModelComponent<'vae'> }
  | { readonly kind: 'tiny'; readonly component: ModelComponent<'tinyVae'> }

/** A whole model with its LoRAs: everything needed to make a picture, still without a byte of weights. */
export interface OpenedModel {
  readonly family: Family
  readonly predictionType: PredictionType
  readonly unet: ModelComponent<'unet'>
  readonly textEncoder: ModelComponent<'textEncoder'>
  /** SDXL's second encoder. */
  readonly textEncoder2: ModelComponent<'textEncoder'> | null
  readonly decoder: ModelDecoder
  /** A tiny autoencoder for previews alone; null where there is none. */
  readonly previewDecoder: ModelDecoder | null
  /** Notes for the user, such as LoRA keys that had no effect. */
  readonly warnings: readonly string[]
}
