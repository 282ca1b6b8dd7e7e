import type { NewModel } from '../library/library.ts'
import { tidyWords } from '../../models/checkpoints/lora/trigger-words.ts'
import { inspectModelFile } from './inspect-model-file.ts'
import { readSidecars } from './model-sidecars.ts'

/** A model as the library keeps it. */
export type ReadModel = Pick<NewModel, 'kind' | 'details'>

/**
 * Reads what a file or folder is, and what lies beside it. Words that somebody noted come before those that the file names.
 * @param names what the file's folder holds, where that is known
 * @throws ModelFileError where it is no checkpoint, LoRA or VAE, or is damaged
 */
export function readModel(path: string, names?: ReadonlySet<string>): ReadModel {
  const { kind, details } = inspectModelFile(path)
  const { preview, triggerWords } = readSidecars(path, names)
  const words = kind === 'lora' ? tidyWords([...triggerWords, ...details.triggerWords]) : []
  return { kind, details: { ...details, preview, triggerWords: words } }
}
