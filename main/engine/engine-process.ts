import { fork, type ChildProcess } from 'node:child_process'

/**
 * Settings that must not reach the engine: they would load foreign code into it or change how Node runs it. Windows
 * knows them in any case.
 */
const DANGEROUS_VARIABLES = /^(NODE_OPTIONS|NODE_PATH|LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES)$/i

/**
 * For glibc; others ignore it. Making a session allocates and frees gigabytes: in huge pages, and given back at once, it
 * takes about half the time, and what folding weights needed does not stay with the process.
 */
const MEMORY_TUNING = ['hugetlb=1', 'mmap_threshold=4194304', 'trim_threshold=4194304']
  .map((setting) => `glibc.malloc.${setting}`)
  .join(':')

function scrubbedEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !DANGEROUS_VARIABLES.test(name))
  return { ...Object.fromEntries(kept), ...extra }
}

export interface EngineProcessOptions {
  /** Script of the engine's worker. */
  readonly workerPath: string
  /** Bytes of weights that loaded networks may take together. */
  readonly memoryBudgetBytes: number
}

/** Starts the engine's process. Its output is piped, so that the end of it can be reported after a crash. */
export function spawnEngineProcess(options: EngineProcessOptions): ChildProcess {
  return fork(options.workerPath, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: scrubbedEnvironment({
      GLIBC_TUNABLES: MEMORY_TUNING,
      ONESTROKE_MEMORY_BUDGET: String(options.memoryBudgetBytes),
    }),
  })
}
