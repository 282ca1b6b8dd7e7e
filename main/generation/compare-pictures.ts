import type { Recipe } from '../../models/recipe/recipe.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { ImageError } from '../images/image-error.ts'
import type { Job } from '../server/contract/generation.ts'

type Comparison = NonNullable<Job['comparison']>

/** Mean absolute difference of two pictures of one size, per channel, 0 to 255. */
export function meanDifference(first: Uint8Array, second: Uint8Array): number {
  if (first.length !== second.length) throw new ImageError(sentence('image.other-size'))
  let sum = 0
  for (let index = 0; index < first.length; index++)
    sum += Math.abs((first[index] as number) - (second[index] as number))
  return sum / first.length
}

/** What is not as it was when the picture was made. Files are the same ones: they were found by their content. */
export function listChanges(stored: Recipe, repeated: Recipe): Sentence[] {
  const pairs = [
    { what: 'Onestroke', before: stored.engine.onestroke, now: repeated.engine.onestroke },
    { what: 'ONNX Runtime', before: stored.engine.onnxruntime, now: repeated.engine.onnxruntime },
    { what: 'device', before: stored.device.provider, now: repeated.device.provider },
    { what: 'processor', before: stored.device.name, now: repeated.device.name },
  ] as const
  return pairs.filter(({ before, now }) => before !== now).map((pair) => sentence('recipe.change', pair))
}

/**
 * Tells whether a picture came out the same again.
 * @param readStored decodes the stored picture's file; asked for only where the pixels differ
 * @throws whatever `readStored` does.
 */
export async function comparePictures(
  stored: Recipe,
  repeated: { readonly recipe: Recipe; readonly pixels: Uint8Array },
  readStored: () => Promise<Uint8Array>,
): Promise<Comparison> {
  const changed = listChanges(stored, repeated.recipe)
  if (stored.result.pixelSha256 === repeated.recipe.result.pixelSha256) {
    return { identical: true, meanDifference: 0, changed }
  }
  const difference = meanDifference(await readStored(), repeated.pixels)
  return { identical: difference === 0, meanDifference: difference, changed }
}
