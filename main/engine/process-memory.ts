import { readFileSync } from 'node:fs'

/** Bytes of memory that a process takes (proc(5), VmRSS); null where the system does not tell. */
export function processMemory(pid: number | undefined): number | null {
  if (pid === undefined) return null
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}
