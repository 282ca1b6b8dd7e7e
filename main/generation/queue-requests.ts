import { countCombinations, expandDynamicPrompt } from '../../models/prompts/dynamic-prompt.ts'
import { readLoraTags } from '../../models/prompts/lora-tags.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { ModelFileError } from '../catalog/file-problem.ts'
import type { NewJob } from '../library/library.ts'
import type { GenerationRequestBody } from '../server/contract/generation.ts'
import { createSeededChoice } from './seeded-choice.ts'

/** The id of the installed LoRA that a prompt's tag names; null where there is none. */
type FindLora = (name: string) => string | null

function isDynamic({ prompt, negativePrompt }: GenerationRequestBody): boolean {
  return countCombinations(prompt) > 1 || countCombinations(negativePrompt ?? '') > 1
}

function expand(request: GenerationRequestBody, seed: number): GenerationRequestBody {
  const pick = createSeededChoice(seed)
  const { negativePrompt } = request
  return {
    ...request,
    prompt: expandDynamicPrompt(request.prompt, pick),
    negativePrompt: negativePrompt === null ? null : expandDynamicPrompt(negativePrompt, pick),
  }
}

/** As the request's schema has them: a job that does not fit it could not be read again. */
const MOST_STRENGTH = 4
const MOST_LORAS = 16

/** `<lora:name:0.8>` tags act as LoRAs chosen from the list. */
export function takeLoraTags(request: GenerationRequestBody, findLora: FindLora): GenerationRequestBody {
  const { text, tags } = readLoraTags(request.prompt)
  const loras = [...request.loras]
  for (const { name, strength } of tags) {
    const id = findLora(name)
    if (id === null) throw new ModelFileError(sentence('model-file.prompt-lora', { name }))
    // What is chosen from the list as well acts once, with the strengths added, as two of the same would.
    const index = loras.findIndex((lora) => lora.id === id)
    const total = strength + (loras[index]?.strength ?? 0)
    if (Math.abs(total) > MOST_STRENGTH) {
      throw new ModelFileError(
        sentence('model-file.prompt-lora-strength', { name, strength: total, most: MOST_STRENGTH }),
      )
    }
    if (index === -1) loras.push({ id, strength: total })
    else loras[index] = { id, strength: total }
  }
  if (loras.length > MOST_LORAS) throw new ModelFileError(sentence('model-file.too-many-loras', { most: MOST_LORAS }))
  return { ...request, prompt: text, loras }
}

/**
 * The jobs that a request makes: one with all its pictures, or, where the prompt leaves a choice, one per picture whose
 * seed has chosen.
 * @param drawSeed asked where the request leaves the seed open
 * @throws ModelFileError where the prompt names a LoRA that is not installed.
 */
export function jobsOfRequest(
  request: GenerationRequestBody,
  { drawSeed, findLora }: { readonly drawSeed: () => number; readonly findLora: FindLora },
): NewJob[] {
  const first = Math.min(request.seed ?? drawSeed(), Number.MAX_SAFE_INTEGER - request.count)
  const job = (expanded: GenerationRequestBody, seed: number): NewJob => ({
    kind: 'generate',
    request: takeLoraTags(expanded, findLora),
    seed,
    sourceId: null,
  })
  // Also without a choice: escaped braces become plain ones.
  if (!isDynamic(request)) return [job(expand(request, first), first)]
  const seeds = Array.from({ length: request.count }, (_, index) => first + index)
  return seeds.map((seed) => job({ ...expand(request, seed), count: 1, seed }, seed))
}
