import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { endOf, filesBelow, generate, startOnestroke, type Run, type RunOptions } from '../cli/onestroke.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { childrenOf, cpuSecondsOf, isRunning, until } from './processes.ts'

const home = temporaryFolder()
/** Computing time by which loading is over, and the run's many steps are not. */
const MIDDLE_CPU_SECONDS = 5
const LONG_RUN = [
  'generate',
  'a red apple',
  '--scheduler',
  'euler',
  '--steps',
  '500',
  '--width',
  '512',
  '--height',
  '512',
]

const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

interface Interrupted extends Run {
  /** From the interruption to the program's end. */
  readonly tookMs: number
  readonly enginePid: number
}

/** Starts a long run, and does something to it in the middle. */
async function interrupt(
  out: string,
  action: (processes: { program: number; engine: number }) => void,
  options: Partial<RunOptions> = {},
): Promise<Interrupted> {
  const child = await startOnestroke([...LONG_RUN, '--out', out, '--latents', join(out, 'l.safetensors')], {
    home,
    ...options,
  })
  running.add(child)
  const end = endOf(child)
  const program = child.pid!
  await until(() => child.exitCode !== null || childrenOf(program).length === 1, 10_000)
  const [enginePid] = childrenOf(program) as [number]
  await until(() => cpuSecondsOf(enginePid) >= MIDDLE_CPU_SECONDS, 40_000)
  expect(isRunning(enginePid)).toBe(true)
  const started = performance.now()
  action({ program, engine: enginePid })
  const run = await end
  running.delete(child)
  return { ...run, tookMs: performance.now() - started, enginePid }
}

describe.runIf(process.platform !== 'win32')('a run of the command line', () => {
  it('whose engine is killed in the middle of a step fails in a sentence and leaves no file', async () => {
    const out = join(home, 'killed')
    const { exitCode, stdout, stderr } = await interrupt(out, ({ engine }) => process.kill(engine, 'SIGKILL'))
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(
      /^The engine stopped unexpectedly while running (the first step|step \d+ of 500) \(signal SIGKILL\)\. Nothing was saved; try again\.\n$/,
    )
    expect(filesBelow(out)).toEqual([])
    const [line] = await generate(['a red apple', '--steps', '1', '--out', out], { home })
    expect(filesBelow(out)).toEqual([line!.path.split('/').at(-1)])
  })

  it('that gets SIGINT ends soon, says so, and leaves neither file nor process', async () => {
    const out = join(home, 'interrupted')
    const run = await interrupt(out, ({ program }) => process.kill(program, 'SIGINT'))
    expect(run).toMatchObject({ exitCode: 1, stdout: '', stderr: 'Cancelled.\n' })
    expect(run.tookMs).toBeLessThan(2_000)
    expect(isRunning(run.enginePid)).toBe(false)
    expect(filesBelow(out)).toEqual([])
  })

  it('that gets Ctrl+C from a terminal, as does its engine, ends the same way', async () => {
    const out = join(home, 'terminal')
    const run = await interrupt(out, ({ program }) => process.kill(-program, 'SIGINT'), { detached: true })
    expect(run).toMatchObject({ exitCode: 1, stdout: '', stderr: 'Cancelled.\n' })
    expect(isRunning(run.enginePid)).toBe(false)
    expect(filesBelow(out)).toEqual([])
  })

  it('that is killed takes its engine with it', async () => {
    const out = join(home, 'dead')
    const { enginePid } = await interrupt(out, ({ program }) => process.kill(program, 'SIGKILL'))
    await until(() => !isRunning(enginePid), 2_000)
    expect(filesBelow(out)).toEqual([])
  })
})
