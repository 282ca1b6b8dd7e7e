import { createFileHasher, type FileHasher } from '../catalog/file-hashes.ts'
import { createEngineClient, type Engine } from '../engine/engine-client.ts'
import { spawnEngineProcess } from '../engine/engine-process.ts'
import { availableMemory } from '../engine/memory-budget.ts'
import { resourcePath } from '../files/resources.ts'
import { findFolders, type Folders } from '../settings/folders.ts'
import { join } from 'node:path'

/** What the commands work with. */
export interface Application {
  readonly folders: Folders
  readonly engine: Engine
  readonly hasher: FileHasher
  /** For what scripts read. */
  readonly print: (line: string) => void
  /** For what people read: standard error. */
  readonly tell: (line: string) => void
  /** Whether standard error is a terminal, where a line can be rewritten. */
  readonly interactive: boolean
  readonly rewriteLine: (text: string) => void
  /** Aborts when the user presses Ctrl+C. */
  readonly signal: AbortSignal
}

const CLEAR_LINE = '\r\u001B[2K'

/** Wires the command line's parts together. The engine's process starts with the first request. */
export function createApplication(signal: AbortSignal): Application {
  const folders = findFolders(process.env['ONESTROKE_HOME'])
  const workerPath = resourcePath('dist', 'engine-worker.js')
  const memoryBudgetBytes = availableMemory()
  return {
    folders,
    engine: createEngineClient({ spawn: () => spawnEngineProcess({ workerPath, memoryBudgetBytes }) }),
    hasher: createFileHasher(join(folders.cache, 'file-hashes.json')),
    print: (line) => void process.stdout.write(`${line}\n`),
    tell: (line) => void process.stderr.write(`${line}\n`),
    interactive: process.stderr.isTTY,
    rewriteLine: (text) => void process.stderr.write(CLEAR_LINE + text),
    signal,
  }
}
