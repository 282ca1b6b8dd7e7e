import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { relative } from 'node:path'
import { expect } from 'vitest'
import { ensureBuilt } from '../../build/bundle.mjs'
import { ONESTROKE } from '../../build/repository.mjs'
import { GOLDEN_FOLDER, readGoldenTensors } from '../golden/reference.ts'
import { tensorOf } from '../golden/run-graph.ts'

// The program is tested as it is shipped: bundled, in a process of its own.

/** How a run of the program ended. */
export interface Run {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What `--json` prints for a picture. */
export interface PictureLine {
  readonly path: string
  readonly seed: number
  readonly width: number
  readonly height: number
  readonly pixelSha256: string
  readonly latentSha256: string
  readonly timings: Readonly<Record<string, number>>
}

export interface RunOptions {
  /** Folder that everything is kept in. */
  readonly home: string
  /** User to run as. */
  readonly uid?: number
  /** In a process group of its own, as a terminal starts programs. */
  readonly detached?: boolean
}

/** Starts the program, built from the sources as they are. */
export async function startOnestroke(args: readonly string[], options: RunOptions): Promise<ChildProcess> {
  await ensureBuilt()
  const { home, ...rest } = options
  return spawn(process.execPath, [ONESTROKE, ...args], {
    ...rest,
    env: { ...process.env, ONESTROKE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** What a started program prints until it ends, and how it ends. */
export async function endOf(child: ChildProcess): Promise<Run> {
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => (output[stream] += text))
  }
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { exitCode, ...output }
}

/** Runs the program to its end. */
export async function runOnestroke(args: readonly string[], options: RunOptions): Promise<Run> {
  return endOf(await startOnestroke(args, options))
}

/** Makes pictures that have to succeed. */
export async function generate(args: readonly string[], options: RunOptions): Promise<PictureLine[]> {
  const { exitCode, stdout, stderr } = await runOnestroke(['generate', ...args, '--json'], options)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as PictureLine)
}

/** All files below a folder, which need not exist. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

/** The tensor in a file written by `--latents`, read by code that shares nothing with the program. */
export function readLatents(path: string) {
  return tensorOf(readGoldenTensors(relative(GOLDEN_FOLDER, path)), 'latent')
}
