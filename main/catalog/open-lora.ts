import { CheckpointError } from '../../models/checkpoints/checkpoint-error.ts'
import type { Checkpoint } from '../../models/checkpoints/checkpoint.ts'
import { explainMisfit } from '../../models/checkpoints/lora/explain-misfit.ts'
import type { LoraFile } from '../../models/checkpoints/lora/lora-file.ts'
import { readLora } from '../../models/checkpoints/lora/read-lora.ts'
import { ModelFileError } from './file-problem.ts'
import { openSafetensors, withScalarReader, type SafetensorsFile } from './safetensors-file.ts'

/** A LoRA and the file it lies in. */
export interface OpenedLora {
  readonly lora: LoraFile
  readonly file: SafetensorsFile
}

/**
 * Reads what a LoRA file does, to `target` where one is given, else to any model.
 * @throws ModelFileError where the file is unusable or does not fit the target.
 */
export function openLora(path: string, target?: Checkpoint): OpenedLora {
  const file = openSafetensors(path)
  const lora = withScalarReader(path, (readScalar) => readLora({ path, header: file.header, readScalar, target }))
  const misfit = target === undefined ? null : explainMisfit(lora, target)
  if (misfit !== null) throw new ModelFileError(misfit, { cause: new CheckpointError(misfit) })
  return { lora, file }
}
