import { link, open, rename, unlink } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

/** An open file, as `writeFileAtomically` uses it. */
export interface OpenFile {
  /** @returns how many of the bytes were written, which may be fewer than all. */
  write(bytes: Uint8Array): Promise<number>
  sync(): Promise<void>
  close(): Promise<void>
}

/** The few calls that writing a file takes. Tests put failures in their place. */
export interface FileSystem {
  readonly platform: NodeJS.Platform
  /** Makes a file that does not exist yet; fails with EEXIST otherwise. */
  create(path: string): Promise<OpenFile>
  /** Opens a folder, to sync it. */
  openFolder(path: string): Promise<OpenFile>
  rename(from: string, to: string): Promise<void>
  link(existing: string, path: string): Promise<void>
  unlink(path: string): Promise<void>
  wait(delayMs: number): Promise<void>
}

async function openFile(path: string, flags: 'wx' | 'r'): Promise<OpenFile> {
  const handle = await open(path, flags)
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    sync: () => handle.sync(),
    close: () => handle.close(),
  }
}

export const nodeFileSystem: FileSystem = {
  platform: process.platform,
  create: (path) => openFile(path, 'wx'),
  openFolder: (path) => openFile(path, 'r'),
  rename,
  link,
  unlink,
  wait: (delayMs) => wait(delayMs),
}
