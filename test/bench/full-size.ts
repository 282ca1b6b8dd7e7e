// Runs a model's full size with random weights here and with diffusers on torch, in turns (docs/benchmarks.md):
//   npm run bench -- full-size --python PYTHON [--family sd15|sdxl] [--files FOLDER] [--rounds 2] [--side 512] [--steps 1,4]
// PYTHON has torch, diffusers, transformers and peft. The exit code tells whether the latents agree, never how long it took.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, freemem, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openModel } from '../../main/catalog/open-model.ts'
import { createEngineClient, type Engine } from '../../main/engine/engine-client.ts'
import { spawnEngineProcess } from '../../main/engine/engine-process.ts'
import { availableMemory } from '../../main/engine/memory-budget.ts'
import { resourcePath } from '../../main/files/resources.ts'
import { generatePictures, type GenerationEvents, type GenerationRequest } from '../../main/generation/generate.ts'
import { createMemoryPlanner } from '../../main/generation/memory-plan.ts'
import { createPromptTokenizer } from '../../main/generation/prompt-tokenizer.ts'
import { formatTable, peakMemory, timeProcess } from './measure.ts'

const PROMPT = 'a red apple, 3d render on a white background'
const SEED = 7
const ETA = 0.3
const STRENGTH = 1
const MOST_DIFFERENCE = 2e-3
/** Of torch's. */
const AIMS = { time: 1, memory: 0.8 }

/** The plan is to be this near to what is measured. */
const PLAN_TOLERANCE = 0.25

/** Seconds and bytes of one picture in a fresh process. */
interface Run {
  readonly load: number
  readonly text: number
  readonly denoise: number
  readonly decode: number
  /** With a tiny autoencoder of TAESD's layout. */
  readonly tiny: number
  readonly peak: number
  readonly latent: Float32Array
}

interface Files {
  readonly checkpoint: string
  readonly lora: string
  readonly tinyVae: string
}

interface Case {
  readonly family: 'sd15' | 'sdxl'
  readonly steps: number
  /** Width and height in pixels. */
  readonly side: number
}

const TITLES = { sd15: 'SD 1.5', sdxl: 'SDXL' } as const

function requestOf({ checkpoint, lora }: Files, { steps, side }: Case, vae: string | null = null): GenerationRequest {
  return {
    model: { path: checkpoint, vae, loras: [{ path: lora, strength: STRENGTH }] },
    device: { providers: ['cpu'], threads: null },
    prompt: PROMPT,
    negativePrompt: null,
    clipSkip: 0,
    emphasis: 'none',
    sampling: {
      scheduler: { kind: 'tcd', steps, timesteps: null, spacing: 'trailing', eta: ETA },
      guidance: 0,
      width: side,
      height: side,
    },
    noiseSource: 'cpu',
    image: null,
    tiled: false,
    seeds: [SEED],
  }
}

/** Bytes that a process had written to disk so far; null where the system does not tell. */
function bytesWritten(pid: number | undefined): number | null {
  try {
    const [, bytes] = /^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8')) ?? []
    return bytes === undefined ? null : Number(bytes)
  } catch {
    return null
  }
}

function listFolder(folder: string): string {
  return JSON.stringify(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size]))
}

/** Seconds that each network took to load, those included that were let go again. */
function timeLoading(): { readonly events: GenerationEvents; readonly secondsOf: (...parts: string[]) => number } {
  const seconds = new Map<string, number>()
  let open: { part: string; since: number } | null = null
  const onLoading = (part: string | null) => {
    const now = performance.now()
    if (open !== null) seconds.set(open.part, (seconds.get(open.part) ?? 0) + (now - open.since) / 1000)
    open = part === null ? null : { part, since: now }
  }
  return {
    events: { onLoading },
    secondsOf: (...parts) => parts.reduce((sum, part) => sum + (seconds.get(part) ?? 0), 0),
  }
}

/** Seconds that a tiny autoencoder takes for the picture whose networks an engine holds already. */
async function decodeTiny(engine: Engine, files: Files, run: Case): Promise<number> {
  const { events, secondsOf } = timeLoading()
  for await (const { timings } of generatePictures(engine, requestOf(files, run, files.tinyVae), events)) {
    return timings.decodeMs / 1000 - secondsOf('tiny VAE', 'VAE')
  }
  throw new Error('no picture was made')
}

/** Seconds of loading that another strength of the LoRA costs. */
async function changeStrength(engine: Engine, files: Files, run: Case): Promise<number> {
  const { events, secondsOf } = timeLoading()
  const request = requestOf(files, run)
  const loras = request.model.loras.map((lora) => ({ ...lora, strength: STRENGTH / 2 }))
  for await (const { timings } of generatePictures(
    engine,
    { ...request, model: { ...request.model, loras } },
    events,
  )) {
    return timings.loadMs / 1000 + secondsOf('UNet')
  }
  throw new Error('no picture was made')
}

async function runHere(files: Files, run: Case): Promise<Run> {
  const workerPath = resourcePath('dist', 'engine-worker.js')
  const engine = createEngineClient({
    spawn: () => spawnEngineProcess({ workerPath, memoryBudgetBytes: availableMemory() }),
  })
  const { events, secondsOf } = timeLoading()
  try {
    for await (const { timings, latent, pixels } of generatePictures(engine, requestOf(files, run), events)) {
      const loaded = ['text encoder', 'UNet', 'VAE'].map((part) => `${part} ${secondsOf(part).toFixed(1)} s`)
      const written = bytesWritten(engine.pid)
      const writtenText = written === null ? 'unknown' : `${written} bytes`
      process.stdout.write(`  sessions: ${loaded.join(', ')}; written to disk: ${writtenText}; `)
      process.stdout.write(`${new Set(pixels).size} pixel values\n`)
      const text = secondsOf('text encoder')
      const [unet, vae] = [secondsOf('UNet'), secondsOf('VAE')]
      const peak = peakMemory(engine.pid) ?? NaN
      const again = await changeStrength(engine, files, run)
      process.stdout.write(`  another strength of the LoRA: ${again.toFixed(1)} s of loading\n`)
      return {
        load: timings.loadMs / 1000 + text + unet + vae,
        text: timings.encodeTextMs / 1000 - text,
        denoise: timings.denoiseMs / 1000 - unet,
        decode: timings.decodeMs / 1000 - vae,
        peak,
        tiny: await decodeTiny(engine, files, run),
        latent: latent.values,
      }
    }
  } finally {
    await engine.close()
  }
  throw new Error('no picture was made')
}

async function runTorch(python: string, files: Files, { family, steps, side }: Case, folder: string): Promise<Run> {
  const [job, latent] = [join(folder, 'job.json'), join(folder, 'latent.bin')]
  const ids = [...createPromptTokenizer()().encode(PROMPT).ids]
  writeFileSync(
    job,
    JSON.stringify({
      ids,
      family,
      steps,
      eta: ETA,
      seed: SEED,
      width: side,
      height: side,
      // All of SDXL at once would not fit beside anything else.
      release_encoders: family === 'sdxl',
    }),
  )
  const script = resourcePath('test', 'bench', 'full-size-torch.py')
  const child = spawn(python, [script, files.checkpoint, files.lora, files.tinyVae, job, latent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`torch's run ended with ${String(code)}`)
  const bytes = readFileSync(latent)
  const figures = JSON.parse(output) as Omit<Run, 'latent'>
  return { ...figures, latent: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) }
}

function compareLatents(ours: Float32Array, theirs: Float32Array): { difference: number; largest: number } {
  if (ours.length !== theirs.length) throw new Error('the latents have different sizes')
  let [difference, largest] = [0, 0]
  ours.forEach((value, index) => {
    const gap = Math.abs(value - (theirs[index] ?? NaN))
    // NaN has to count as a disagreement.
    difference = gap <= difference ? difference : gap
    largest = Math.max(largest, Math.abs(value))
  })
  return { difference, largest }
}

function wholeSeconds({ load, text, denoise, decode }: Run): number {
  return load + text + denoise + decode
}

function printComparison(steps: number, ours: Run, theirs: Run): void {
  const row = (name: string, here: number, there: number, aim: number | null) => {
    const ratio = here / there
    const verdict = aim === null ? '' : `${ratio <= aim ? 'met' : 'missed'}: at most ${aim}`
    return [name, here.toFixed(1), there.toFixed(1), ratio.toFixed(2), verdict]
  }
  const rows = [
    ['', 'Onestroke', 'torch', 'ratio', 'aim'],
    row('load, s', ours.load, theirs.load, null),
    row('text, s', ours.text, theirs.text, null),
    row('per step, s', ours.denoise / steps, theirs.denoise / steps, AIMS.time),
    row('decode, s', ours.decode, theirs.decode, AIMS.time),
    row('decode, tiny, s', ours.tiny, theirs.tiny, AIMS.time),
    row('whole picture, s', wholeSeconds(ours), wholeSeconds(theirs), AIMS.time),
    row('peak memory, GB', ours.peak / 1e9, theirs.peak / 1e9, AIMS.memory),
  ]
  process.stdout.write(formatTable(rows))
}

function printPlan(files: Files, run: Case, peak: number): void {
  const started = performance.now()
  const opened = openModel(requestOf(files, run).model)
  const size = { width: run.side, height: run.side }
  const planner = createMemoryPlanner(availableMemory())
  const { peakBytes } = planner.plan({ opened, size, tiling: 'auto', vaeId: null, device: 'cpu' })
  const took = performance.now() - started
  const ratio = peakBytes / peak
  const near = Math.abs(ratio - 1) <= PLAN_TOLERANCE ? 'near' : 'NOT near'
  process.stdout.write(`planned ${(peakBytes / 1e9).toFixed(2)} GB in ${took.toFixed(0)} ms, measured `)
  process.stdout.write(`${(peak / 1e9).toFixed(2)} GB: ${ratio.toFixed(2)}, ${near} enough (${PLAN_TOLERANCE})\n`)
}

async function filesIn(folder: string, family: Case['family']): Promise<Files> {
  const files = {
    checkpoint: join(folder, `${family}.safetensors`),
    lora: join(folder, `${family}-hyper-lora.safetensors`),
    tinyVae: join(folder, `${family}-tiny-vae.safetensors`),
  }
  if (Object.values(files).every((path) => existsSync(path))) return files
  const cwd = resourcePath('.')
  await timeProcess(process.execPath, [join('test', 'bench', 'write-full-size.ts'), family, folder], { cwd })
  return files
}

/** @returns whether the latents agree. */
async function measure(python: string, files: Files, run: Case, scratch: string): Promise<boolean> {
  const ours = await runHere(files, run)
  const theirs = await runTorch(python, files, run, scratch)
  printComparison(run.steps, ours, theirs)
  printPlan(files, run, ours.peak)
  const { difference, largest } = compareLatents(ours.latent, theirs.latent)
  const right = difference <= MOST_DIFFERENCE
  process.stdout.write(`latents ${right ? 'agree' : 'DISAGREE'}: ${difference.toExponential(1)} apart of `)
  process.stdout.write(`${largest.toFixed(2)}, at most ${MOST_DIFFERENCE}\n`)
  return right
}

interface Plan {
  readonly python: string
  readonly folder: string
  readonly rounds: number
  readonly cases: readonly Case[]
}

async function measureAll({ python, folder, rounds, cases }: Plan): Promise<boolean> {
  const load = loadavg()[0]?.toFixed(1) ?? '?'
  process.stdout.write(`${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, load ${load}, `)
  process.stdout.write(`${(freemem() / 1e9).toFixed(1)} GB free\n`)
  const [family = 'sd15'] = cases.map((run) => run.family)
  const files = await filesIn(folder, family)
  const before = listFolder(folder)
  const scratch = mkdtempSync(join(tmpdir(), 'onestroke-full-size-'))
  let agree = true
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const run of cases) {
        const { steps, side } = run
        const title = `${TITLES[family]}, ${side}×${side}, ${steps} TCD ${steps === 1 ? 'step' : 'steps'}`
        process.stdout.write(`\n${title}, round ${round}\n`)
        agree = (await measure(python, files, run, scratch)) && agree
      }
    }
    process.stdout.write(`\nThe models' folder is ${listFolder(folder) === before ? 'as it was' : 'NOT as it was'}.\n`)
    return agree
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    family: { type: 'string', default: 'sd15' },
    files: { type: 'string', default: join(tmpdir(), 'onestroke-full-size') },
    rounds: { type: 'string', default: '2' },
    side: { type: 'string', default: '512' },
    steps: { type: 'string', default: '1,4' },
  },
})
const { python, family } = values
if (python === undefined || (family !== 'sd15' && family !== 'sdxl')) {
  process.stderr.write(
    'Name a Python with torch, diffusers, transformers and peft: --python PYTHON --family sd15|sdxl\n',
  )
  process.exitCode = 2
} else {
  const side = Number(values.side)
  const cases = values.steps.split(',').map((steps): Case => ({ family, steps: Number(steps), side }))
  const agree = await measureAll({ python, folder: values.files, rounds: Number(values.rounds), cases })
  process.exitCode = agree ? 0 : 1
}
