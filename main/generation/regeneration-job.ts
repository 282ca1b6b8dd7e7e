import type { Recipe } from '../../models/recipe/recipe.ts'
import type { NewJob } from '../library/library.ts'
import { generationRequestSchema, type GenerationRequestBody } from '../server/contract/generation.ts'

const { shape } = generationRequestSchema
const LONGEST_TEXT = 20_000
const LONGEST_ID = 200

/** The command line takes more than a request does: what a request cannot say is left open. */
function settingsShown({ scheduler, guidance, clipSkip, width, height }: Recipe) {
  const { steps, kind, spacing, eta } = scheduler
  const said: Pick<
    GenerationRequestBody,
    'steps' | 'scheduler' | 'spacing' | 'eta' | 'guidance' | 'clipSkip' | 'width' | 'height'
  > = {
    steps: shape.steps.safeParse(steps).data ?? null,
    scheduler: kind,
    spacing,
    eta,
    guidance: shape.guidance.safeParse(guidance).data ?? null,
    clipSkip: shape.clipSkip.safeParse(clipSkip).data ?? 0,
    width: shape.width.safeParse(width).data ?? null,
    height: shape.height.safeParse(height).data ?? null,
  }
  return said
}

/**
 * The job that repeats a picture. Its request shows what is repeated; what is run is the stored recipe.
 * @param sourceId the picture's id
 */
export function jobOfRecipe(sourceId: string, recipe: Recipe): NewJob {
  const { prompt, negativePrompt, model, noiseSource, seed } = recipe
  return {
    kind: 'regenerate',
    seed,
    sourceId,
    request: {
      prompt: prompt.slice(0, LONGEST_TEXT),
      negativePrompt: negativePrompt?.slice(0, LONGEST_TEXT) ?? null,
      modelId: (model.id ?? model.name).slice(0, LONGEST_ID),
      loras: [],
      presetId: null,
      ...settingsShown(recipe),
      seed,
      count: 1,
      noiseSource,
      vaeId: null,
      tiling: 'auto',
      parentId: null,
    },
  }
}
