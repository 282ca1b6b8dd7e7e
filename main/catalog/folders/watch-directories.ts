import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { watch, type FSWatcher } from 'chokidar'

/** Tells when something in some folders changes; not what. */
export interface DirectoryWatch {
  /**
   * Watches these folders, without those below them, and no others.
   * @returns whether others were watched before: what changed until now may have gone unnoticed
   */
  set(directories: readonly string[]): Promise<boolean>
  close(): Promise<void>
}

export interface DirectoryWatchEvents {
  readonly onChange: () => void
  /** The system watches no more folders, or not these. */
  readonly onError: (error: unknown) => void
}

/** Systems have limits; folders beyond this are read again from time to time only. */
const MOST_DIRECTORIES = 2000

/** For a watcher to look at its folders first. */
const PATIENCE_MS = 10_000

/** What makes a difference: models, what lies beside them, and where programs say that theirs are. */
const INTERESTING =
  /\.(safetensors|ckpt|pt|pth|png|jpe?g|webp|info|json)$|[\\/](extra_model_paths\.yaml|invokeai\.yaml|Settings\.fds)$/i

export type WatchDirectories = (events: DirectoryWatchEvents) => DirectoryWatch

export const watchDirectories: WatchDirectories = ({ onChange, onError }) => {
  let watcher: FSWatcher | null = null
  let watched = ''
  const stop = async () => {
    const old = watcher
    watcher = null
    watched = ''
    await old?.close()
  }
  return {
    async set(directories) {
      const chosen = directories.slice(0, MOST_DIRECTORIES)
      const wanted = chosen.join('\n')
      if (wanted === watched) return false
      await stop()
      if (chosen.length === 0) return true
      watched = wanted
      const next = watch([...chosen], {
        depth: 0,
        ignoreInitial: true,
        followSymlinks: false,
        ignored: (path, status) => status?.isFile() === true && !INTERESTING.test(path),
      })
      watcher = next
      next.on('all', () => onChange())
      next.on('error', (error) => onError(error))
      await Promise.race([once(next, 'ready').catch(() => undefined), wait(PATIENCE_MS, undefined, { ref: false })])
      return true
    },
    close: stop,
  }
}
