import { basename } from 'node:path'
import { CheckpointError } from '../../models/checkpoints/checkpoint-error.ts'
import { FAMILY_NAMES, type Components } from '../../models/checkpoints/checkpoint.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { ModelSpec } from '../engine/protocol.ts'
import { namingFile } from './file-problem.ts'
import { openCheckpoint, type OpenedCheckpoint } from './open-checkpoint.ts'

/** Whether a checkpoint holds a UNet and lacks what else a picture takes. */
export function lacksNetworks({ components, family }: OpenedCheckpoint['checkpoint']): boolean {
  const { unet, textEncoder, textEncoder2, vae, tinyVae } = components
  if (unet === undefined) return false
  const encodes = textEncoder !== undefined && (family !== 'sdxl' || textEncoder2 !== undefined)
  return !encodes || (vae ?? tinyVae) === undefined
}

/** Text encoders go together: a model's first and another's second were not trained with each other. */
function filledUp(own: Components, base: Components): Components {
  const { textEncoder, textEncoder2, vae } = base
  const hasEncoder = own.textEncoder !== undefined
  return {
    ...own,
    ...(hasEncoder || textEncoder === undefined ? {} : { textEncoder }),
    ...(hasEncoder || textEncoder2 === undefined ? {} : { textEncoder2 }),
    ...((own.vae ?? own.tinyVae) !== undefined || vae === undefined ? {} : { vae }),
  }
}

/**
 * Opens a checkpoint; what it lacks comes from another one of its family, its base, where one is named.
 * @throws ModelFileError naming the file that is unusable, or that the base is of another family.
 */
export function openWithBase({ path, base }: Pick<ModelSpec, 'path' | 'base'>): OpenedCheckpoint {
  const own = openCheckpoint(path)
  if (base === undefined || !lacksNetworks(own.checkpoint)) return own
  const other = openCheckpoint(base)
  const { family } = own.checkpoint
  namingFile(base, () => {
    if (other.checkpoint.family === family || family === null) return
    const values = { family: FAMILY_NAMES[family], file: basename(path) }
    throw new CheckpointError(sentence('model.other-base', values))
  })
  const components = filledUp(own.checkpoint.components, other.checkpoint.components)
  return { checkpoint: { ...own.checkpoint, components }, files: [...own.files, ...other.files] }
}
