import { basename } from 'node:path'
import { RecipeError, type Recipe } from '../../models/recipe/recipe.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { FileHasher } from '../catalog/file-hashes.ts'
import { filesOf, type InstalledModels, type UsableModel } from '../catalog/installed-models.ts'
import type { ModelSpec, StartImage } from '../engine/protocol.ts'
import { hashPixels } from '../images/pixel-hash.ts'
import type { ImageStore } from '../library/library.ts'
import { hashSources } from './recipe-sources.ts'
import { readPixels, type StartImages } from './start-images.ts'

/** Where the files and pictures that a recipe names may be. */
export interface RecipeSearch {
  readonly models: Pick<InstalledModels, 'present'>
  readonly hasher: FileHasher
  readonly startImages: Pick<StartImages, 'picture' | 'mask' | 'pathOf'>
  readonly images: Pick<ImageStore, 'pathsOfPixels'>
  readonly signal: AbortSignal
}

type RecipeFile = Recipe['model']['files'][number]

function sameFiles(first: readonly RecipeFile[], second: readonly RecipeFile[]): boolean {
  const hashes = (files: readonly RecipeFile[]) => files.map(({ sha256 }) => sha256).toSorted()
  return hashes(first).join() === hashes(second).join()
}

/** Likely ones first: hashing a wrong file of some gigabytes takes long. */
function byLikelihood(models: readonly UsableModel[], isLikely: (model: UsableModel) => boolean): UsableModel[] {
  return [...models.filter(isLikely), ...models.filter((model) => !isLikely(model))]
}

/** A model with each base that it may have been used with; one that is whole has none. */
function withEachBase(model: UsableModel, isLikely: (path: string) => boolean): UsableModel[] {
  const bases = [...model.bases.filter(isLikely), ...model.bases.filter((path) => !isLikely(path))]
  return bases.length === 0 ? [model] : bases.map((base) => ({ ...model, bases: [base] }))
}

/**
 * The installed model that a recipe was made with, with its base where it has one.
 * @throws RecipeError where no installed model has the recipe's files; AbortError.
 */
export async function findCheckpoint(recipe: Recipe, { models, hasher, signal }: RecipeSearch): Promise<UsableModel> {
  const { model } = recipe
  const names = new Set(model.files.map(({ name }) => name))
  const isNamed = (path: string) => names.has(basename(path))
  const candidates = byLikelihood(models.present('checkpoint'), ({ id, path }) => id === model.id || isNamed(path))
  for (const candidate of candidates.flatMap((one) => withEachBase(one, isNamed))) {
    const { files } = await hashSources(hasher, { ...filesOf(candidate), vae: null, loras: [] }, signal)
    if (sameFiles(files, model.files)) return candidate
  }
  const wanted = model.files.map(({ name }) => name).join(', ')
  throw new RecipeError(sentence('recipe.model-missing', { name: model.name, files: wanted }))
}

/** @throws RecipeError where no installed LoRA is the recipe's; AbortError. */
export async function findLora(
  lora: Recipe['loras'][number],
  { models, hasher, signal }: RecipeSearch,
): Promise<ModelSpec['loras'][number]> {
  for (const candidate of byLikelihood(models.present('lora'), ({ path }) => basename(path).startsWith(lora.name))) {
    const { sha256 } = await hasher.hash(candidate.path, signal)
    if (sha256 === lora.sha256) return { path: candidate.path, strength: lora.strength }
  }
  throw new RecipeError(sentence('recipe.lora-missing', { name: lora.name }))
}

/**
 * A VAE need not be installed: it is looked for where it was used last, and among the installed models.
 * @throws RecipeError where it is nowhere; AbortError.
 */
export async function findVae(
  { name, sha256 }: NonNullable<Recipe['vae']>,
  { models, hasher, signal }: RecipeSearch,
): Promise<string> {
  const known = hasher.pathsOf(sha256)
  const installed = [...models.present('vae'), ...models.present('checkpoint')].filter(
    ({ path }) => basename(path) === name,
  )
  for (const path of [...known, ...installed.map((model) => model.path)]) {
    try {
      if ((await hasher.hash(path, signal)).sha256 === sha256) return path
    } catch (error) {
      if (signal.aborted) throw error
      // It is not there any more.
    }
  }
  throw new RecipeError(sentence('recipe.vae-gone', { name, path: known[0] ?? '' }))
}

/**
 * What a picture was made from, out of what was kept or the library's own pictures.
 * @throws RecipeError naming the file that is missing.
 */
export async function findStartImage(
  image: NonNullable<Recipe['image']>,
  size: Pick<Recipe, 'width' | 'height'>,
  { startImages, images }: RecipeSearch,
): Promise<StartImage> {
  const { pixelSha256, maskSha256, strength } = image
  let pixels = await startImages.picture(pixelSha256, size)
  for (const path of pixels === null ? images.pathsOfPixels(pixelSha256) : []) {
    const read = await readPixels(path, size)
    if (read === null || hashPixels(read) !== pixelSha256) continue
    pixels = read
    break
  }
  if (pixels === null) {
    throw new RecipeError(sentence('recipe.start-picture-gone', { path: startImages.pathOf(pixelSha256) }))
  }
  if (maskSha256 === null) return { pixels, mask: null, strength }
  const mask = await startImages.mask(maskSha256, size)
  if (mask === null) throw new RecipeError(sentence('recipe.mask-gone', { path: startImages.pathOf(maskSha256) }))
  return { pixels, mask, strength }
}
