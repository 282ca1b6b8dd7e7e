import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { MeasureFreeSpace } from '../../main/files/disk-space.ts'
import { nodeFileSystem, type FileSystem } from '../../main/files/file-system.ts'
import { queueSchema } from '../../main/server/contract/generation.ts'
import { fullDisk } from '../unit/files/failing-file-system.ts'
import { openStudio, queueJobs, untilIdle, type Studio } from './studio.ts'

/** Free bytes of every folder, to be set. */
function drive(freeBytes: number): { free: number; measure: MeasureFreeSpace } {
  const state = { free: freeBytes, measure: () => Promise.resolve(state.free) }
  return state
}

/** A file system that can be exchanged while it is in use. */
function exchangeable(first: FileSystem): FileSystem & { present: FileSystem } {
  const files = {
    present: first,
    ...nodeFileSystem,
    create: (path: string) => files.present.create(path),
  }
  return files
}

async function resume(studio: Studio) {
  return queueSchema.parse(await studio.json('POST', '/api/queue/resume'))
}

describe('a drive that is nearly full', () => {
  it('is told of, and pictures are made', async () => {
    const { measure } = drive(800e6)
    const studio = await openStudio({ parts: { measureFreeSpace: measure } })
    await queueJobs(studio)
    const queue = await untilIdle(studio)
    expect(queue.recent[0]).toMatchObject({ state: 'done' })
    expect(queue.blocked).toBeNull()
    expect(queue.storage).toEqual([
      { folder: 'pictures', path: `${studio.home}/pictures`, freeBytes: 800e6, low: true },
      { folder: 'data', path: `${studio.home}/data`, freeBytes: 800e6, low: true },
    ])
  })

  it('lets jobs wait while it has no room for the next picture, and until the user goes on', async () => {
    const disk = drive(20e6)
    const studio = await openStudio({ parts: { measureFreeSpace: disk.measure } })
    await queueJobs(studio, { seed: 1 })
    await queueJobs(studio, { seed: 2 })
    const queue = await untilIdle(studio)
    expect(queue).toMatchObject({
      paused: true,
      engine: 'idle',
      blocked: { folder: 'pictures', path: `${studio.home}/pictures`, freeBytes: 20e6 },
    })
    expect(queue.active.map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    expect(studio.engine.seeds).toEqual([])
    await resume(studio)
    expect((await untilIdle(studio)).blocked).toMatchObject({ freeBytes: 20e6 })
    disk.free = 50e9
    await resume(studio)
    expect(await untilIdle(studio)).toMatchObject({ paused: false, blocked: null })
    expect(studio.engine.seeds).toEqual([1, 2])
  })

  it('tries again at the next start', async () => {
    const studio = await openStudio({ parts: { measureFreeSpace: drive(20e6).measure } })
    await queueJobs(studio, { seed: 1 })
    await untilIdle(studio)
    await studio.backEnd.close()
    const again = await openStudio({ home: studio.home, parts: { measureFreeSpace: drive(50e9).measure } })
    expect(await untilIdle(again)).toMatchObject({ paused: false, blocked: null })
    expect(again.engine.seeds).toEqual([1])
  })
})

describe('a drive that runs full while a picture is written', () => {
  it('fails the job with its settings kept, says which drive, and pauses the queue', async () => {
    const files = exchangeable(fullDisk(100))
    const studio = await openStudio({ parts: { fileSystem: files } })
    const [first] = await queueJobs(studio, { seed: 1, prompt: 'a fox' })
    await queueJobs(studio, { seed: 2 })
    const queue = await untilIdle(studio)
    expect(queue).toMatchObject({ paused: true, blocked: { folder: 'pictures', path: `${studio.home}/pictures` } })
    expect(queue.active.map(({ seed }) => seed)).toEqual([2])
    expect(queue.recent[0]).toMatchObject({ id: first!.id, state: 'failed', request: { prompt: 'a fox' }, seed: 1 })
    expect(queue.recent[0]!.error?.message).toBe(
      `The drive of the pictures folder (${studio.home}/pictures) is full, so the picture could not be kept. Free some space, then try again: its settings are kept.`,
    )
    expect(studio.errors).toEqual([])
    const left = readdirSync(`${studio.home}/pictures`, { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile())).toEqual([])

    files.present = nodeFileSystem
    await studio.json('POST', `/api/jobs/${first!.id}/retry`)
    await resume(studio)
    const after = await untilIdle(studio)
    expect(after).toMatchObject({ paused: false, blocked: null })
    expect(after.recent.slice(0, 2).map(({ state, seed }) => [state, seed])).toEqual([
      ['done', 1],
      ['done', 2],
    ])
  })
})
