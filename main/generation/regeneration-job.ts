import type { Recipe } from '../../models/recipe/recipe.ts'
import type { NewJob } from '../library/library.ts'

/**
 * The job that repeats a picture. Its request shows what is repeated; what is run is the stored recipe.
 * @param sourceId the picture's id
 */
export function jobOfRecipe(sourceId: string, recipe: Recipe): NewJob {
  const { prompt, negativePrompt, model, scheduler, guidance, clipSkip, width, height, noiseSource, seed } = recipe
  return {
    kind: 'regenerate',
    seed,
    sourceId,
    request: {
      prompt,
      negativePrompt,
      modelId: model.id ?? model.name,
      loras: [],
      presetId: null,
      steps: scheduler.steps,
      scheduler: scheduler.kind,
      spacing: scheduler.spacing,
      eta: scheduler.eta,
      guidance,
      clipSkip,
      width,
      height,
      seed,
      count: 1,
      noiseSource,
      parentId: null,
    },
  }
}
