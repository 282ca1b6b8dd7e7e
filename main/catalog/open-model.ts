import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { CheckpointError } from '../../models/checkpoints/checkpoint-error.ts'
import type { Checkpoint, Component, Family } from '../../models/checkpoints/checkpoint.ts'
import type { LoraComponent, LoraFile } from '../../models/checkpoints/lora/lora-file.ts'
import { areAdjustable } from '../../models/graphs/lora-placement.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { NetworkName } from '../../models/sentences/checkpoints.ts'
import type { ModelSpec } from '../engine/protocol.ts'
import { namingFile } from './file-problem.ts'
import { openCheckpoint, type OpenedCheckpoint } from './open-checkpoint.ts'
import { openLora } from './open-lora.ts'
import { openWithBase } from './open-with-base.ts'
import type { ModelComponent, ModelDecoder, OpenedModel } from './opened-model.ts'
import type { SafetensorsFile } from './safetensors-file.ts'

interface UsedLora {
  readonly lora: LoraFile
  readonly file: SafetensorsFile
  readonly strength: number
}

const NETWORK_NAMES = {
  unet: 'UNet',
  textEncoder: 'text encoder',
  textEncoder2: 'second text encoder',
  vae: 'VAE',
} as const satisfies Readonly<Record<string, NetworkName>>

function needed<T>(component: T | undefined, name: keyof typeof NETWORK_NAMES): T {
  if (component !== undefined) return component
  throw new CheckpointError(sentence('model.no-network', { network: NETWORK_NAMES[name] }))
}

function digest(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Names a network by the files it is read from, as they are now, and the LoRAs that change it. */
function componentKey(
  component: Component<unknown>,
  files: readonly SafetensorsFile[],
  loras: readonly { file: SafetensorsFile; strength: number | null }[],
): string {
  const used = new Set([...component.weights.values()].map((weight) => weight.file))
  const sources = files.filter(({ path }) => used.has(path)).map(({ path, fingerprint }) => [path, fingerprint])
  const changes = loras.map(({ file, strength }) => [file.path, file.fingerprint, strength])
  return digest([sources, component.config, changes])
}

function withLoras<Config>(
  component: Component<Config>,
  name: LoraComponent | null,
  files: readonly SafetensorsFile[],
  loras: readonly UsedLora[],
) {
  const chosen = name === null ? [] : loras.filter(({ lora }) => lora.deltas[name].size > 0)
  const deltasOf = ({ lora, strength }: UsedLora) => ({ deltas: lora.deltas[name ?? 'unet'], strength })
  const adjustable = name === 'unet' && areAdjustable(component.weights, chosen.map(deltasOf))
  const acting = adjustable ? chosen : chosen.filter(({ strength }) => strength !== 0)
  const changes = acting.map(({ file, strength }) => ({ file, strength: adjustable ? null : strength }))
  return {
    config: component.config,
    weights: component.weights,
    loras: acting.map(deltasOf),
    adjustable,
    key: componentKey(component, files, changes),
  }
}

function openDecoder(path: string, family: Family | undefined, own: OpenedCheckpoint | null): ModelDecoder {
  const { checkpoint, files } = own ?? openCheckpoint(path, family)
  return namingFile(path, () => {
    const { vae, tinyVae } = checkpoint.components
    if (vae === undefined && tinyVae !== undefined) {
      return { kind: 'tiny', component: withLoras(tinyVae, null, files, []) }
    }
    if (vae === undefined && own === null) throw new CheckpointError(sentence('model.no-vae'))
    return { kind: 'full', component: withLoras(needed(vae, 'vae'), null, files, []) }
  })
}

function familyOf(checkpoint: Checkpoint): Family {
  if (checkpoint.family !== null) return checkpoint.family
  throw new CheckpointError(sentence('model.no-unet'))
}

function warnOfUnmapped({ lora }: UsedLora): string[] {
  const count = lora.unmapped.length
  if (count === 0) return []
  const examples = lora.unmapped.slice(0, 3).join(', ')
  return [
    `${basename(lora.path)}: ${count} of ${lora.keyCount} keys fit nothing in this model and have no effect (${examples}${count > 3 ? ', …' : ''}).`,
  ]
}

/**
 * Opens a model with its LoRAs and, if named, another VAE. Reads headers only; nothing is copied.
 * @throws ModelFileError naming the file that is unusable, incomplete or does not fit.
 */
export function openModel(spec: ModelSpec): OpenedModel {
  const opened = openWithBase(spec)
  const { checkpoint, files } = opened
  const loras: UsedLora[] = spec.loras.map(({ path, strength }) => ({ ...openLora(path, checkpoint), strength }))
  const parts = namingFile(spec.path, () => {
    const family = familyOf(checkpoint)
    const { unet, textEncoder, textEncoder2 } = checkpoint.components
    const second = family === 'sdxl' ? needed(textEncoder2, 'textEncoder2') : null
    return {
      family,
      unet: withLoras(needed(unet, 'unet'), 'unet', files, loras),
      textEncoder: withLoras(needed(textEncoder, 'textEncoder'), 'textEncoder', files, loras),
      textEncoder2: second === null ? null : withLoras(second, 'textEncoder2', files, loras),
    } satisfies Partial<OpenedModel> & { textEncoder2: ModelComponent<'textEncoder'> | null }
  })
  const decoder =
    spec.vae === null ? openDecoder(spec.path, undefined, opened) : openDecoder(spec.vae, parts.family, null)
  const { previewVae } = spec
  const previewDecoder = previewVae === undefined ? null : openDecoder(previewVae, parts.family, null)
  const { predictionType } = checkpoint
  return { ...parts, predictionType, decoder, previewDecoder, warnings: loras.flatMap(warnOfUnmapped) }
}
