import { statSync } from 'node:fs'
import {
  describeCheckpoint,
  describeLora,
  type CheckpointReport,
  type KeyReport,
  type LoraReport,
} from '../../models/checkpoints/inspect-report.ts'
import { FAMILY_NAMES } from '../../models/checkpoints/checkpoint.ts'
import { holdsLora } from '../../models/checkpoints/lora/lora-keys.ts'
import { openCheckpoint } from '../catalog/open-checkpoint.ts'
import { openLora } from '../catalog/open-lora.ts'
import { openSafetensors } from '../catalog/safetensors-file.ts'
import type { Application } from './application.ts'
import { existingPath } from './option-values.ts'

const UNMAPPED_SHOWN = 20

function describe(path: string): CheckpointReport | LoraReport {
  const isLora = !statSync(path).isDirectory() && holdsLora([...openSafetensors(path).header.tensors.keys()])
  return isLora ? describeLora(openLora(path).lora) : describeCheckpoint(openCheckpoint(path).checkpoint)
}

function describeKeys({ total, mapped, ignored, unmapped }: KeyReport): string[] {
  const known = ignored === 0 ? '' : `, ${ignored} not needed`
  const rest = unmapped.length > UNMAPPED_SHOWN ? [`  … and ${unmapped.length - UNMAPPED_SHOWN} more`] : []
  return [
    `keys        ${total}: ${mapped} mapped${known}, ${unmapped.length} not mapped`,
    ...unmapped.slice(0, UNMAPPED_SHOWN).map((key) => `  ${key}`),
    ...rest,
  ]
}

function describeForPeople(report: CheckpointReport | LoraReport): string[] {
  const family = report.family === null ? 'not told by the file' : FAMILY_NAMES[report.family]
  if (report.kind === 'lora') {
    const alpha = report.alpha.length === 0 ? 'none (factor 1)' : report.alpha.join(', ')
    return [
      `LoRA        ${report.format}`,
      `family      ${family}`,
      `numbers     ${report.dtype}`,
      `rank        ${report.rank.join(', ')}`,
      `alpha       ${alpha}`,
      ...report.components.map(({ name, parameters }) => `changes     ${name}: ${parameters} parameters`),
      ...(report.triggerWords.length === 0 ? [] : [`words       ${report.triggerWords.join(', ')}`]),
      ...describeKeys(report.keys),
    ]
  }
  return [
    `${report.kind.padEnd(12)}${report.layout === 'ldm' ? 'single file' : 'diffusers names'}`,
    `family      ${family}`,
    `predicts    ${report.predictionType}`,
    ...report.components.map(
      ({ name, dtype, parameters, tensors }) =>
        `holds       ${name}: ${(parameters / 1e6).toFixed(2)} million parameters in ${tensors} tensors, ${dtype}`,
    ),
    ...describeKeys(report.keys),
  ]
}

/** `onestroke inspect`: what a checkpoint, VAE or LoRA is, and which of its keys are understood. */
export function runInspect(application: Application, path: string, options: { readonly json?: boolean }): void {
  const report = describe(existingPath('file or folder', path))
  if (options.json === true) application.print(JSON.stringify(report))
  else describeForPeople(report).forEach(application.print)
}
