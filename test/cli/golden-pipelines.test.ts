import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readGoldenJson, readGoldenTensors } from '../golden/reference.ts'
import { largestDifference, tensorOf } from '../golden/run-graph.ts'
import { goldenPath } from '../golden/tiny-models.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { generate, readLatents } from './onestroke.ts'

const home = temporaryFolder()

interface PipelineCase {
  readonly name: string
  readonly model: 'sd15' | 'sdxl'
  readonly sched: string
  readonly prompt: string
  readonly negative: string | null
  readonly size: readonly [number, number]
  readonly lora: number | null
  readonly lora_file: string | null
  readonly cfg: number
  readonly eta: number
  readonly steps?: number
  readonly timesteps?: readonly number[]
  readonly clip_skip?: number
  readonly seed: number
  readonly latents_max: number
}

const { cases } = readGoldenJson('pipelines.json') as { cases: PipelineCase[] }
const tensors = readGoldenTensors('pipelines.safetensors')

function caseOf(name: string): PipelineCase {
  const found = cases.find((entry) => entry.name === name)
  if (found === undefined) throw new Error(`there is no golden pipeline ${name}`)
  return found
}

/** Options of a case. Spacing is left out: its defaults are part of what is tested. */
function optionsOf(entry: PipelineCase): string[] {
  const optional = (option: string, value: string | number | null | undefined) =>
    value === undefined || value === null ? [] : [option, String(value)]
  const lora = entry.lora_file && `${goldenPath(entry.lora_file.replace(/\.gz$/, ''))}:${entry.lora}`
  return [
    entry.prompt,
    '--model',
    goldenPath(`${entry.model}-tiny.safetensors`),
    ...optional('--lora', lora),
    ...optional('--negative', entry.negative),
    '--scheduler',
    { euler_a: 'euler-a', dpmpp_2m: 'dpmpp-2m' }[entry.sched] ?? entry.sched,
    ...optional('--steps', entry.steps),
    ...optional('--timesteps', entry.timesteps?.join(',')),
    '--eta',
    String(entry.eta),
    '--guidance',
    String(entry.cfg),
    '--seed',
    String(entry.seed),
    ...optional('--clip-skip', entry.clip_skip),
    '--width',
    String(entry.size[0]),
    '--height',
    String(entry.size[1]),
    '--device',
    'cpu',
  ]
}

describe('the command line gives the reference’s latents and picture', () => {
  it.each([
    'sd15.tcd4',
    'sd15.ddim2',
    'sd15.lcm-800',
    'sd15.euler-cfg',
    'sd15.euler-a',
    'sd15.dpmpp',
    'sd15.tcd-low-eta',
    'sd15.tcd-low-eta-8',
    'sd15.half-lora',
    'sd15.clip-skip-cfg',
    'sdxl.tcd1',
    'sdxl.euler-cfg',
  ])('%s', async (name) => {
    const entry = caseOf(name)
    const latents = join(home, `${name}.safetensors`)
    const [line] = await generate([...optionsOf(entry), '--out', home, '--latents', latents], { home })
    const [width, height] = entry.size
    expect(line).toMatchObject({ seed: entry.seed, width, height })
    const { shape, values } = readLatents(latents)
    expect(shape).toEqual([1, 4, height / 8, width / 8])
    const expected = tensorOf(tensors, `${name}.latents`)
    expect(largestDifference(values, expected.values)).toBeLessThan(1e-4 * entry.latents_max)
    const pixels = await sharp(line!.path).raw().toBuffer()
    expect(largestDifference(pixels, tensorOf(tensors, `${name}.image`).values)).toBeLessThanOrEqual(1)
  })
})
