// Times the built-in model: `npm run bench` (docs/benchmarks.md). Only ratios decide the exit code, never times.
import { rmSync, mkdtempSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtInModel } from '../../main/catalog/built-in-model.ts'
import { createEngineClient, type Engine } from '../../main/engine/engine-client.ts'
import { spawnEngineProcess } from '../../main/engine/engine-process.ts'
import { availableMemory } from '../../main/engine/memory-budget.ts'
import { resourcePath } from '../../main/files/resources.ts'
import { generatePictures, type GenerationRequest, type Timings } from '../../main/generation/generate.ts'
import { decideSettings } from '../../models/recipe/decide-settings.ts'
import { formatTable, peakMemory, spreadOf, timeProcess, type Spread } from './measure.ts'

const PROMPT = 'a red apple, 3d render on a white background'
const STEPS = [1, 2, 4, 8]
const RUNS = 9
const COLD_RUNS = 5
const WARM_AIM_MS = 150
const COLD_AIM_MS = 3000
/** Four steps are four evaluations of the same network; beyond these bounds something else takes the time. */
const FOUR_STEPS_AGAINST_ONE = { min: 2, max: 6 }
/** A second thread helps on an idle computer, and must not cost much on a busy one. */
const TWO_THREADS_AGAINST_ONE = { min: 0, max: 1.5 }

interface Warm {
  readonly steps: number
  readonly step: Spread
  readonly picture: Spread
}

const ONESTROKE = resourcePath('dist', 'onestroke.js')

function startEngine(): Engine {
  const workerPath = resourcePath('dist', 'engine-worker.js')
  return createEngineClient({ spawn: () => spawnEngineProcess({ workerPath, memoryBudgetBytes: availableMemory() }) })
}

function requestOf(steps: number, threads: number | null, pictures: number): GenerationRequest {
  const model = builtInModel()
  return {
    model: { path: model.path, vae: null, loras: [model.lora] },
    device: { providers: ['cpu'], threads },
    prompt: PROMPT,
    negativePrompt: null,
    clipSkip: 0,
    emphasis: 'none',
    sampling: decideSettings({ steps }, { family: 'sd15', preset: null, model }),
    noiseSource: 'cpu',
    image: null,
    tiled: false,
    seeds: Array.from({ length: pictures }, (_, index) => index),
  }
}

async function timingsOf(engine: Engine, request: GenerationRequest): Promise<Timings[]> {
  const timings: Timings[] = []
  for await (const picture of generatePictures(engine, request, {})) timings.push(picture.timings)
  return timings
}

/** Pictures one after another in an engine that has made one already. */
async function measureWarm(engine: Engine, steps: number, threads: number | null): Promise<Warm> {
  const [, ...warm] = await timingsOf(engine, requestOf(steps, threads, RUNS + 1))
  return {
    steps,
    step: spreadOf(warm.map(({ denoiseMs }) => denoiseMs / steps)),
    picture: spreadOf(warm.map(({ denoiseMs, decodeMs }) => denoiseMs + decodeMs)),
  }
}

async function measureCold(): Promise<{ generate: Spread; bare: Spread; npm: Spread }> {
  const folder = mkdtempSync(join(tmpdir(), 'onestroke-bench-'))
  const cwd = resourcePath('.')
  const generate = [ONESTROKE, 'generate', PROMPT, '--steps', '1', '--seed', '7', '--device', 'cpu', '--out', folder]
  const repeat = async (program: string, args: readonly string[]) => {
    const times: number[] = []
    const shell = process.platform === 'win32' && program === 'npm'
    for (let run = 0; run < COLD_RUNS; run++) times.push(await timeProcess(program, args, { cwd, shell }))
    return spreadOf(times)
  }
  try {
    return {
      generate: await repeat(process.execPath, generate),
      bare: await repeat(process.execPath, [ONESTROKE, '--version']),
      npm: await repeat('npm', ['run', '-s', 'onestroke', '--', '--version']),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const ms = (value: number) => value.toFixed(1)
const cells = ({ median, min, max }: Spread) => [median, min, max].map(ms)

function aim(spread: Spread, limit: number): string {
  return `${spread.median <= limit ? 'met' : 'missed'}: at most ${limit}`
}

function printWarm(title: string, rows: readonly Warm[]): void {
  process.stdout.write(`\n${title}, ms (median, min, max of ${RUNS})\n`)
  const header = ['steps', 'per step', 'min', 'max', 'per picture', 'min', 'max', 'aim']
  const body = rows.map(({ steps, step, picture }) => [
    String(steps),
    ...cells(step),
    ...cells(picture),
    steps === 1 ? aim(picture, WARM_AIM_MS) : '',
  ])
  process.stdout.write(formatTable([header, ...body]))
}

/** Whether a ratio lies in its bounds; says so. */
function holds(name: string, ratio: number, bounds: { readonly min: number; readonly max: number }): boolean {
  const inside = ratio >= bounds.min && ratio <= bounds.max
  process.stdout.write(
    `${name}: ${ratio.toFixed(2)}, ${inside ? 'as' : 'NOT as'} expected (${bounds.min} to ${bounds.max})\n`,
  )
  return inside
}

async function measureAll(): Promise<boolean> {
  const cores = availableParallelism()
  process.stdout.write(`${cpus()[0]?.model ?? 'unknown CPU'}, ${cores} cores, ${process.platform} ${process.arch}\n`)
  const engine = startEngine()
  try {
    const [first] = await timingsOf(engine, requestOf(1, null, 1))
    const { sessions } = await engine.request('sessions', {})
    const warm: Warm[] = []
    for (const steps of STEPS) warm.push(await measureWarm(engine, steps, null))
    const peak = peakMemory(engine.pid)
    const oneThread = await measureWarm(engine, 4, 1)
    const twoThreads = await measureWarm(engine, 4, 2)

    printWarm('Warm, one thread per core', warm)
    printWarm('Warm, one thread and two', [oneThread, twoThreads])
    process.stdout.write('\nLoading, ms\n')
    const loading = sessions.map(({ component, createMs }) => [`session of the ${component}`, ms(createMs)])
    process.stdout.write(formatTable([['start of the engine and headers', ms(first?.loadMs ?? NaN)], ...loading]))
    process.stdout.write(`Peak memory of the engine: ${peak === null ? 'unknown' : `${(peak / 1e6).toFixed(0)} MB`}\n`)

    const { generate, bare, npm } = await measureCold()
    process.stdout.write(`\nCommand line from start to end, ms (median, min, max of ${COLD_RUNS})\n`)
    const rows = [
      ['', 'median', 'min', 'max', 'aim'],
      ['generate, one picture, one step', ...cells(generate), aim(generate, COLD_AIM_MS)],
      ['--version', ...cells(bare), ''],
      ['--version through npm run', ...cells(npm), ''],
    ]
    process.stdout.write(`${formatTable(rows)}\n`)

    const [one, , four] = warm
    const stepsHold = holds(
      '4 steps against 1',
      ((four?.step.min ?? NaN) * 4) / (one?.step.min ?? NaN),
      FOUR_STEPS_AGAINST_ONE,
    )
    if (cores < 2) return stepsHold
    return holds('2 threads against 1', twoThreads.step.min / oneThread.step.min, TWO_THREADS_AGAINST_ONE) && stepsHold
  } finally {
    await engine.close()
  }
}

process.exitCode = (await measureAll()) ? 0 : 1
