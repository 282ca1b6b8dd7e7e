import { join, resolve } from 'node:path'
import { writeSafetensors } from '../../models/checkpoints/write-safetensors.ts'
import { DEFAULT_NAME_TEMPLATE } from '../../models/recipe/name-template.ts'
import { namePicture, type PictureName } from '../../models/recipe/picture-name.ts'
import { chooseProviders, readDeviceRecord } from '../engine/device-record.ts'
import { availableMemory } from '../engine/memory-budget.ts'
import { writeFileAtomically } from '../files/atomic-write.ts'
import { onestrokeVersion } from '../files/resources.ts'
import type { GeneratedPicture } from '../generation/generate.ts'
import { createMemoryPlanner, questionOf } from '../generation/memory-plan.ts'
import { makePictures } from '../generation/make-pictures.ts'
import { createStartImages } from '../generation/start-images.ts'
import { savePicture } from '../generation/save-picture.ts'
import type { Application } from './application.ts'
import type { GenerateOptions } from './generate-options.ts'
import { planGeneration } from './plan-generation.ts'
import { createProgressLine } from './progress-line.ts'
import { resolveInstalled } from './resolve-installed.ts'

/** Tokens of a prompt that CLIP reads. */
const PROMPT_TOKENS = 75

async function writeLatents(path: string, pictures: readonly GeneratedPicture['latent'][]): Promise<void> {
  const [first] = pictures
  if (first === undefined) return
  const values = new Float32Array(first.values.length * pictures.length)
  pictures.forEach((latent, index) => values.set(latent.values, index * first.values.length))
  const file = writeSafetensors(new Map([['latent', { shape: [pictures.length, ...first.shape], values }]]))
  await writeFileAtomically(resolve(path), file, { replace: true })
}

function folderOf({ folders }: PictureName, out: string | undefined, pictures: string): string {
  return out === undefined ? join(pictures, ...folders) : resolve(out)
}

function describeForScripts(path: string, picture: GeneratedPicture): string {
  const { seed, width, height, pixelSha256, latentSha256, timings } = picture
  return JSON.stringify({ path, seed, width, height, pixelSha256, latentSha256, timings })
}

/** `onestroke generate`: makes pictures, saves each as soon as it is done, and prints where it is. */
export async function runGenerate(application: Application, prompt: string, options: GenerateOptions): Promise<void> {
  const { folders, engine, tell, print, signal } = application
  const onestroke = onestrokeVersion()
  const record = readDeviceRecord(join(folders.data, 'devices.json'))
  const resolved = await resolveInstalled(application, prompt, options)
  const planner = createMemoryPlanner(availableMemory())
  const plan = await planGeneration(resolved, chooseProviders(options.device, record, onestroke), planner)
  plan.opened.warnings.forEach(tell)
  const memory = planner.plan(questionOf(plan, { tiling: options.tiling, vaeId: null }))
  if (memory.problem !== null) tell(memory.problem.message)
  const progress = createProgressLine(application)
  const latents: GeneratedPicture['latent'][] = []
  const total = plan.request.seeds.length
  const startImages = createStartImages(join(folders.data, 'start-images'))
  const maker = { engine, hasher: application.hasher, startImages, undecoded: null, onestroke, now: () => new Date() }
  const pictures = makePictures(maker, plan, {
    signal,
    onActivity: ({ message }) => progress.show(message),
    onStep: ({ picture, done, total: steps }) =>
      progress.show(`${total > 1 ? `picture ${picture + 1} of ${total}, ` : ''}step ${done} of ${steps}`),
    onPrompt: ({ tokenCount, truncated }) => {
      if (!truncated) return
      progress.clear()
      tell(`The prompt is ${tokenCount} tokens long; only the first ${PROMPT_TOKENS} are read.`)
    },
  })
  try {
    for await (const { picture, recipe } of pictures) {
      const name = namePicture(DEFAULT_NAME_TEMPLATE, recipe)
      const folder = folderOf(name, options.out, folders.pictures)
      const path = await savePicture({ pixels: picture.pixels, recipe, folder, stem: name.stem })
      latents.push(picture.latent)
      progress.clear()
      print(options.json === true ? describeForScripts(path, picture) : path)
    }
    if (options.latents !== undefined) await writeLatents(options.latents, latents)
  } finally {
    progress.clear()
  }
}
