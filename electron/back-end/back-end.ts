import { createBackEndClient, type BackEndClient } from './back-end-client.ts'
import { spawnBackEnd } from './back-end-process.ts'
import { clearPipePath, createPipePath, removePipePath } from './pipe-path.ts'
import { findProgramFiles } from './program-files.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'
import { findSystemProxy } from './system-proxy.ts'

export interface BackEnd {
  readonly pipe: string
  readonly supervisor: Supervisor
  readonly client: BackEndClient
  /** Starts it, with the proxy that the system uses. @param resolveProxy Chromium's */
  readonly start: (resolveProxy: (url: string) => Promise<string>) => Promise<void>
  /** Ends it and removes its socket. */
  readonly close: () => Promise<void>
}

/** A back end at an address of its own, which it keeps when it is started again. Not started yet. */
export function createBackEnd(appFolder: string, platform: NodeJS.Platform): BackEnd {
  const pipe = createPipePath(platform)
  let proxy: Record<string, string> = {}
  let isClosed = false
  const supervisor = createSupervisor(() => {
    clearPipePath(pipe, platform)
    return spawnBackEnd(findProgramFiles(appFolder, platform), pipe, proxy)
  })
  return {
    pipe,
    supervisor,
    client: createBackEndClient(pipe),
    async start(resolveProxy) {
      proxy = await findSystemProxy(resolveProxy, process.env)
      if (!isClosed) supervisor.start()
    },
    async close() {
      isClosed = true
      await supervisor.stop()
      removePipePath(pipe, platform)
    },
  }
}
