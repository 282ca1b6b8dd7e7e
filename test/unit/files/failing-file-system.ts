import { nodeFileSystem } from '../../../main/files/file-system.ts'
import type { FileSystem, OpenFile } from '../../../main/files/file-system.ts'

export type Call = 'create' | 'openFolder' | 'rename' | 'link' | 'unlink' | 'write' | 'sync' | 'syncFolder' | 'close'

/** Decides which call fails, and how. `count` is how often this call was made before. */
export type Failure = (call: Call, count: number) => string | undefined

/** The real file system with failures put in. Records the calls that it let through, and the waits. */
export function failingFileSystem(fails: Failure, platform: NodeJS.Platform = 'linux') {
  const calls: Call[] = []
  const waits: number[] = []
  const counts = new Map<Call, number>()

  const attempt = async <T>(call: Call, run: () => Promise<T>): Promise<T> => {
    const count = counts.get(call) ?? 0
    counts.set(call, count + 1)
    const code = fails(call, count)
    if (code !== undefined) throw Object.assign(new Error(code), { code })
    calls.push(call)
    return run()
  }
  const wrap = (file: OpenFile, sync: Call): OpenFile => ({
    write: (bytes) => attempt('write', () => file.write(bytes)),
    sync: () => attempt(sync, () => file.sync()),
    close: async () => {
      await file.close()
      await attempt('close', () => Promise.resolve())
    },
  })
  const fileSystem: FileSystem = {
    platform,
    create: (path) => attempt('create', async () => wrap(await nodeFileSystem.create(path), 'sync')),
    openFolder: (path) => attempt('openFolder', async () => wrap(await nodeFileSystem.openFolder(path), 'syncFolder')),
    rename: (from, to) => attempt('rename', () => nodeFileSystem.rename(from, to)),
    link: (existing, path) => attempt('link', () => nodeFileSystem.link(existing, path)),
    unlink: (path) => attempt('unlink', () => nodeFileSystem.unlink(path)),
    wait: (delayMs) => {
      waits.push(delayMs)
      return Promise.resolve()
    },
  }
  return { fileSystem, calls, waits }
}

/** A disk that has room for `room` bytes: it takes what fits, then reports ENOSPC. */
export function fullDisk(room: number): FileSystem {
  let left = room
  return {
    ...nodeFileSystem,
    create: async (path) => {
      const file = await nodeFileSystem.create(path)
      return {
        ...file,
        write: async (bytes) => {
          if (left === 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
          const written = await file.write(bytes.subarray(0, left))
          left -= written
          return written
        },
      }
    },
  }
}
