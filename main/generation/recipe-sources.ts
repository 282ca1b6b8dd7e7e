import { basename, extname } from 'node:path'
import type { Components } from '../../models/checkpoints/checkpoint.ts'
import type { Recipe } from '../../models/recipe/recipe.ts'
import type { FileHasher } from '../catalog/file-hashes.ts'
import { openWithBase } from '../catalog/open-with-base.ts'
import type { ModelSpec } from '../engine/protocol.ts'

/** The parts of a recipe that name files: what a picture was made with, by content. */
export type RecipeSources = Pick<Recipe, 'loras' | 'vae'> & { readonly files: Recipe['model']['files'] }

type FileRole = Recipe['model']['files'][number]['role']

/** What a file or folder is called: its name without the ending. */
export function modelName(path: string): string {
  return basename(path, extname(path) === '.safetensors' ? '.safetensors' : '')
}

/** What each file of a model holds: one network, or several ('checkpoint'). */
function fileRoles(components: Components): Map<string, FileRole> {
  const roles = new Map<string, FileRole>()
  for (const [role, { weights }] of Object.entries(components) as [FileRole, NonNullable<Components['unet']>][]) {
    for (const { file } of weights.values()) {
      roles.set(file, roles.has(file) && roles.get(file) !== role ? 'checkpoint' : role)
    }
  }
  return roles
}

/**
 * Hashes every file that a picture is made with.
 * @throws AbortError once `signal` is aborted.
 */
export async function hashSources(hasher: FileHasher, spec: ModelSpec, signal: AbortSignal): Promise<RecipeSources> {
  const hash = (path: string) => hasher.hash(path, signal)
  const files: Recipe['model']['files'] = []
  for (const [path, role] of fileRoles(openWithBase(spec).checkpoint.components)) {
    files.push({ role, name: basename(path), sha256: (await hash(path)).sha256 })
  }
  const loras: Recipe['loras'] = []
  for (const { path, strength } of spec.loras) {
    loras.push({ name: modelName(path), strength, ...(await hash(path)) })
  }
  const vae = spec.vae === null ? null : { name: basename(spec.vae), sha256: (await hash(spec.vae)).sha256 }
  return { files, loras, vae }
}
