import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { exclusively } from '../../../build/exclusive.mjs'

const MODULE = pathToFileURL(join(import.meta.dirname, '../../../build/exclusive.mjs')).href

let folder: string
let lock: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onestroke-lock-'))
  lock = join(folder, 'new', 'lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('exclusively', () => {
  it('gives back what the work gives, and frees the lock', async () => {
    expect(await exclusively(lock, () => existsSync(lock))).toBe(true)
    expect(existsSync(lock)).toBe(false)
  })

  it('frees the lock when the work fails', async () => {
    await expect(exclusively(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(existsSync(lock)).toBe(false)
  })

  it('takes over from a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    mkdirSync(lock, { recursive: true })
    writeFileSync(join(lock, 'owner'), String(pid))
    expect(await exclusively(lock, () => 'done')).toBe('done')
  })

  it('takes over from a process that died before it wrote its number', async () => {
    mkdirSync(lock, { recursive: true })
    utimesSync(lock, new Date(0), new Date(0))
    expect(await exclusively(lock, () => 'done')).toBe('done')
  })

  it('lets many processes in one after the other, also past an abandoned lock', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    mkdirSync(lock, { recursive: true })
    writeFileSync(join(lock, 'owner'), String(pid))
    const log = join(folder, 'log')
    const script = `
      import { appendFileSync } from 'node:fs'
      import { exclusively } from ${JSON.stringify(MODULE)}
      await exclusively(${JSON.stringify(lock)}, async () => {
        appendFileSync(${JSON.stringify(log)}, '<')
        await new Promise((resolve) => setTimeout(resolve, 20))
        appendFileSync(${JSON.stringify(log)}, '>')
      })`
    const ends = Array.from({ length: 6 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
      return new Promise((resolve) => child.on('close', resolve))
    })
    expect(await Promise.all(ends)).toEqual([0, 0, 0, 0, 0, 0])
    expect(readFileSync(log, 'utf8')).toBe('<>'.repeat(6))
  })
})
