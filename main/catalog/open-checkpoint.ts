import { statSync } from 'node:fs'
import type { Checkpoint, Family } from '../../models/checkpoints/checkpoint.ts'
import { readDiffusersFolder } from '../../models/checkpoints/read-diffusers-folder.ts'
import { readSingleFile } from '../../models/checkpoints/read-single-file.ts'
import { openDiffusersFolder } from './diffusers-folder.ts'
import { namingFile } from './file-problem.ts'
import { openSafetensors, type SafetensorsFile } from './safetensors-file.ts'

/** A checkpoint and the files it lies in. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly files: readonly SafetensorsFile[]
}

/**
 * Reads what a single file or a folder in the diffusers layout holds: names, shapes and places, no weights.
 * @param servedFamily the family a VAE alone is to serve, which its file does not tell
 * @throws ModelFileError with one sentence that names the file.
 */
export function openCheckpoint(path: string, servedFamily?: Family): OpenedCheckpoint {
  if (namingFile(path, () => statSync(path)).isDirectory()) {
    const { folder, files } = openDiffusersFolder(path)
    return { checkpoint: namingFile(path, () => readDiffusersFolder(folder)), files }
  }
  const file = openSafetensors(path)
  const { header } = file
  const single = servedFamily === undefined ? { path, header } : { path, header, servedFamily }
  return { checkpoint: namingFile(path, () => readSingleFile(single)), files: [file] }
}
