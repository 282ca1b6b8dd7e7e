import { ensureBuilt } from '../../build/bundle.mjs'
import type { TestProject } from 'vitest/node'
import { findElectron, type FoundElectron } from './find-electron.mjs'
import { startDisplay } from './display.ts'

declare module 'vitest' {
  interface ProvidedContext {
    electron: FoundElectron
  }
}

/** Finds an Electron, builds what it runs, and gives it a display. Returns what ends that. */
export async function setup(project: TestProject): Promise<() => void> {
  const electron = findElectron()
  process.stdout.write(`Electron: ${electron.executable} (${electron.generation})\n`)
  await ensureBuilt([electron.generation === 'older' ? 'olderShell' : 'shell'])
  project.provide('electron', electron)
  return startDisplay()
}
