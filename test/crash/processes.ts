import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'

/** Whether a process runs; one that has ended and only waits for its parent does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    // The state follows the program's name, which is in brackets and may hold anything.
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return process.platform !== 'linux'
  }
}

/** Ids of the processes that a process has started. */
export function childrenOf(pid: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []))
}

/** Seconds that a process has computed, on all cores together. */
export function cpuSecondsOf(pid: number): number {
  const text = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' })
  return text
    .trim()
    .split(/[-:]/)
    .reduce((sum, part) => sum * 60 + Number(part), 0)
}

/**
 * Waits until `condition` holds.
 * @returns after how many milliseconds.
 * @throws where it does not within `timeoutMs`.
 */
export async function until(condition: () => boolean, timeoutMs: number): Promise<number> {
  const started = performance.now()
  while (!condition()) {
    if (performance.now() - started > timeoutMs) throw new Error(`still not so after ${timeoutMs} ms`)
    await wait(20)
  }
  return performance.now() - started
}
