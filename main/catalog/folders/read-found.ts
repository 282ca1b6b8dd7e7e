import { closeSync, openSync, readSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { holdsLora } from '../../../models/checkpoints/lora/lora-keys.ts'
import {
  LENGTH_BYTES,
  parseSafetensorsHeader,
  readHeaderLength,
} from '../../../models/checkpoints/safetensors-header.ts'
import type { Sentence } from '../../../models/sentences/sentence.ts'
import { modelName } from '../../generation/recipe-sources.ts'
import { ModelFileError } from '../file-problem.ts'
import type { ModelDetails } from '../inspect-model-file.ts'
import { readSidecars } from '../model-sidecars.ts'
import { readModel, type ReadModel } from '../read-model.ts'
import type { Candidate } from './walk-folders.ts'

/** Problems of files that were meant to be models, as against files that are something else. */
const WORTH_TELLING =
  /^(checkpoint|damage|network|config)\.|^foreign\.(web-page|lfs-pointer)$|^model-file\.(permission|disk-error|system)$/

function innermost(problem: Sentence): Sentence {
  const inner = problem.key === 'model-file.named' ? problem.values['problem'] : undefined
  return typeof inner === 'object' ? inner : problem
}

/** The kind of a file that is cut off: its header may still be whole. */
function kindByHeader(path: string, need: number): ReadModel['kind'] {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(LENGTH_BYTES)
    readSync(file, start, 0, LENGTH_BYTES, 0)
    const header = Buffer.alloc(readHeaderLength(start, need))
    readSync(file, header, 0, header.length, LENGTH_BYTES)
    const keys = [...parseSafetensorsHeader(header, need).tensors.keys()]
    if (holdsLora(keys)) return 'lora'
    return keys.every((key) => /^(first_stage_model|encoder|decoder|quant_conv|post_quant_conv)\./.test(key))
      ? 'vae'
      : 'checkpoint'
  } finally {
    closeSync(file)
  }
}

/** Programs keep each kind in a folder of its own. */
function kindByFolder(path: string): ReadModel['kind'] {
  const folders = dirname(path).slice(-200)
  if (/(^|[\\/])(loras?|lycoris)([\\/]|$)/i.test(folders)) return 'lora'
  return /(^|[\\/])(vae|vae[-_]approx|approxvae)([\\/]|$)/i.test(folders) ? 'vae' : 'checkpoint'
}

function guessKind({ path, isFolder }: Candidate, { key, values }: Sentence): ReadModel['kind'] {
  if (isFolder) return 'checkpoint'
  const need = values['need']
  if (key !== 'checkpoint.cut-off-at' || typeof need !== 'number') return kindByFolder(path)
  try {
    return kindByHeader(path, need)
  } catch {
    return kindByFolder(path)
  }
}

/** What can be said of a model that cannot be used. */
function unusable(candidate: Candidate, problem: Sentence, bytes: number): ReadModel {
  const { path, isFolder, names } = candidate
  const { preview } = isFolder ? { preview: null } : readSidecars(path, names)
  const details: ModelDetails = {
    name: modelName(path) || basename(path),
    family: null,
    fileBytes: bytes,
    precision: null,
    tiny: false,
    partial: false,
    triggerWords: [],
    preview,
    problem,
  }
  return { kind: guessKind(candidate, innermost(problem)), details }
}

/**
 * Reads what was found in a folder. A damaged model is one with a problem.
 * @param bytes its size
 * @returns null for what is something else: a ControlNet, an upscaler, a model of another family.
 */
export function readFound(candidate: Candidate, bytes: number): ReadModel | null {
  try {
    return readModel(candidate.path, candidate.isFolder ? undefined : candidate.names)
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error
    return WORTH_TELLING.test(innermost(error.sentence).key ?? '') ? unusable(candidate, error.sentence, bytes) : null
  }
}
