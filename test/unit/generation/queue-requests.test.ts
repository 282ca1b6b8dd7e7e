import { describe, expect, it } from 'vitest'
import { ModelFileError } from '../../../main/catalog/file-problem.ts'
import { jobsOfRequest } from '../../../main/generation/queue-requests.ts'
import { pictureRequest } from '../../server/studio.ts'

const context = { drawSeed: () => 99, findLora: (name: string) => (name === 'ink' ? 'ink-id' : null) }

describe('the jobs of a request', () => {
  it('are one where the prompt leaves no choice', () => {
    const jobs = jobsOfRequest(pictureRequest({ prompt: 'a \\{fox\\}', seed: null, count: 4 }), context)
    expect(jobs).toMatchObject([
      { kind: 'generate', seed: 99, sourceId: null, request: { prompt: 'a {fox}', count: 4 } },
    ])
  })

  it('are one per picture where it does, each with the choice of its own seed', () => {
    const request = pictureRequest({ prompt: 'a {b|c|d|e} {f|g}', negativePrompt: '{h|i}', seed: 5, count: 6 })
    const jobs = jobsOfRequest(request, context)
    expect(jobs.map(({ seed, request: { count } }) => [seed, count])).toEqual(
      [5, 6, 7, 8, 9, 10].map((seed) => [seed, 1]),
    )
    for (const { request: single, seed } of jobs) {
      expect(single.prompt).toMatch(/^a [b-e] [fg]$/)
      expect(single.negativePrompt).toMatch(/^[hi]$/)
      expect(jobsOfRequest({ ...request, seed, count: 1 }, context)[0]?.request.prompt).toBe(single.prompt)
    }
  })

  it('take LoRA tags for LoRAs, and refuse unknown ones', () => {
    const loras = [{ id: 'other', strength: 1 }]
    const [job] = jobsOfRequest(pictureRequest({ prompt: 'a fox <lora:ink:0.5>', loras }), context)
    expect(job?.request).toMatchObject({ prompt: 'a fox', loras: [...loras, { id: 'ink-id', strength: 0.5 }] })
    expect(() => jobsOfRequest(pictureRequest({ prompt: '<lora:gone:1>' }), context)).toThrow(ModelFileError)
  })

  it('hold no LoRA twice, and nothing that a job could not be read with again', () => {
    const loras = [{ id: 'ink-id', strength: 0.8 }]
    const [job] = jobsOfRequest(pictureRequest({ prompt: 'a fox <lora:ink:0.5> <lora:ink:1>', loras }), context)
    expect(job?.request.loras).toEqual([{ id: 'ink-id', strength: 2.3 }])
    const strong = pictureRequest({ prompt: '<lora:ink:3.5>', loras })
    expect(() => jobsOfRequest(strong, context)).toThrow('at a strength of 4.3. Strengths go from -4 to 4.')
    const many = { drawSeed: () => 1, findLora: (name: string) => name }
    const prompt = Array.from({ length: 17 }, (_, index) => `<lora:l${index}:1>`).join(' ')
    expect(() => jobsOfRequest(pictureRequest({ prompt }), many)).toThrow('More than 16 LoRAs')
  })

  it('keep every seed below 2^53', () => {
    const [job] = jobsOfRequest(pictureRequest({ seed: Number.MAX_SAFE_INTEGER, count: 100 }), context)
    expect(Number.isSafeInteger((job?.seed ?? 0) + 100)).toBe(true)
  })
})
