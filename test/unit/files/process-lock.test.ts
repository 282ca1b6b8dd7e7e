import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LockedError, takeProcessLock } from '../../../main/files/process-lock.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let count = 0
const newPath = () => join(folder, `folder-${count++}`, 'onestroke.lock')

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'close')
  return child.pid ?? 0
}

describe('the lock of a data folder', () => {
  it('is held by one running process, and free once given back', () => {
    const path = newPath()
    const release = takeProcessLock(path)
    expect(() => takeProcessLock(path)).toThrow(LockedError)
    expect(() => takeProcessLock(path)).toThrow(`Another Onestroke (process ${process.pid})`)
    release()
    expect(existsSync(path)).toBe(false)
    takeProcessLock(path)()
    expect(readdirSync(join(path, '..'))).toEqual([])
  })

  it('is taken over from a process that has ended', async () => {
    const path = newPath()
    takeProcessLock(path)()
    writeFileSync(path, JSON.stringify({ pid: await endedProcess(), startedAt: '1' }))
    takeProcessLock(path)()
    expect(readdirSync(join(path, '..'))).toEqual([])
  })

  it.runIf(process.platform === 'linux')('is taken over where its process id now belongs to another process', () => {
    const path = newPath()
    takeProcessLock(path)()
    writeFileSync(path, JSON.stringify({ pid: process.ppid, startedAt: '1' }))
    expect(() => takeProcessLock(path)()).not.toThrow()
  })

  it('is taken over where the file is damaged', () => {
    const path = newPath()
    takeProcessLock(path)()
    writeFileSync(path, 'x')
    takeProcessLock(path)()
    expect(existsSync(path)).toBe(false)
  })
})
