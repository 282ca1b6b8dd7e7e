import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CheckpointError } from '../../models/checkpoints/checkpoint-error.ts'
import {
  DIFFUSERS_FOLDERS,
  type DiffusersFolder,
  type DiffusersPart,
} from '../../models/checkpoints/read-diffusers-folder.ts'
import type { ComponentName } from '../../models/checkpoints/weights.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { namingFile } from './file-problem.ts'
import { openSafetensors, type SafetensorsFile } from './safetensors-file.ts'

/** Larger than any config that exists; a hostile one is not read. */
const MAX_JSON_BYTES = 4_000_000

function readJson(path: string): unknown {
  if (!existsSync(path)) return null
  return namingFile(path, () => {
    const facts = statSync(path)
    // Reading a pipe would wait for ever.
    if (!facts.isFile() && !facts.isDirectory()) throw new CheckpointError(sentence('config.not-json'))
    if (facts.size > MAX_JSON_BYTES) throw new CheckpointError(sentence('config.too-large'))
    const text = readFileSync(path, 'utf8')
    try {
      return JSON.parse(text) as unknown
    } catch {
      throw new CheckpointError(sentence('config.not-json'))
    }
  })
}

/**
 * The weight files of one network's folder. Full precision is preferred to an fp16 variant of the same weights, and
 * training leftovers (non-EMA) are left out.
 */
export function chooseWeightFiles(names: readonly string[]): string[] {
  const plain = (name: string) => /^(diffusion_pytorch_)?model\.safetensors$/.test(name)
  const shard = (name: string) => /^(diffusion_pytorch_)?model-\d+-of-\d+\.safetensors$/.test(name)
  const half = (name: string) => /^(diffusion_pytorch_)?model\.fp16(-\d+-of-\d+)?\.safetensors$/.test(name)
  for (const wanted of [plain, shard, half]) {
    const chosen = names.filter(wanted)
    if (chosen.length > 0) return chosen.toSorted()
  }
  return names.filter((name) => name.endsWith('.safetensors')).slice(0, 1)
}

function readPart(folder: string): { part: DiffusersPart; files: SafetensorsFile[] } | null {
  if (!existsSync(folder)) return null
  const names = readdirSync(folder)
  const chosen = chooseWeightFiles(names)
  if (chosen.length === 0) {
    const pickled = names.some((name) => /\.(bin|ckpt|pt)$/.test(name))
    if (!pickled) return null
    throw new CheckpointError(sentence('foreign.pickle-folder', { folder: basename(folder) }))
  }
  const files = chosen.map((name) => openSafetensors(join(folder, name)))
  return { part: { config: readJson(join(folder, 'config.json')), files }, files }
}

/**
 * Reads what a folder in the diffusers layout consists of: configs and headers.
 * @throws ModelFileError naming the file that is at fault.
 */
export function openDiffusersFolder(path: string): { folder: DiffusersFolder; files: SafetensorsFile[] } {
  return namingFile(path, () => {
    const parts: Partial<Record<ComponentName, DiffusersPart>> = {}
    const files: SafetensorsFile[] = []
    for (const [component, name] of Object.entries(DIFFUSERS_FOLDERS)) {
      const found = readPart(join(path, name))
      if (found === null) continue
      parts[component as ComponentName] = found.part
      files.push(...found.files)
    }
    const folder = {
      modelIndex: readJson(join(path, 'model_index.json')),
      schedulerConfig: readJson(join(path, 'scheduler', 'scheduler_config.json')),
      parts,
    }
    return { folder, files }
  })
}
