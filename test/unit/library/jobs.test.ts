import { describe, expect, it } from 'vitest'
import { createJobStore } from '../../../main/library/jobs.ts'
import type { JobStore, NewJob } from '../../../main/library/library.ts'
import { insertPicture } from '../../../main/library/write-images.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { foreignText } from '../../../models/sentences/sentence.ts'
import { exampleRecipe } from '../recipe/example-recipe.ts'
import { openMemoryDatabase } from './memory-library.ts'

const REQUEST: NewJob['request'] = {
  prompt: 'a fox',
  negativePrompt: null,
  modelId: 'built-in',
  loras: [{ id: 'unified', strength: 1 }],
  presetId: null,
  steps: null,
  scheduler: null,
  spacing: null,
  eta: null,
  guidance: null,
  clipSkip: 0,
  width: null,
  height: null,
  seed: null,
  count: 3,
  noiseSource: 'cpu',
  vaeId: null,
  tiling: 'auto',
  parentId: null,
}

const job = (prompt: string): NewJob => ({
  kind: 'generate',
  request: { ...REQUEST, prompt },
  seed: null,
  sourceId: null,
})

function setUp() {
  let time = 100
  const db = openMemoryDatabase()
  return { db, jobs: createJobStore(db, () => time++) }
}

const prompts = (jobs: JobStore): string[] => jobs.active().map(({ request }) => request.prompt)

function insert(jobs: JobStore, names: string, place: 'end' | 'next' = 'end'): string[] {
  return jobs.insert(names.split('').map(job), place).map(({ id }) => id)
}

describe('the queue', () => {
  it('returns a job as it was put in', () => {
    const { jobs } = setUp()
    const [inserted] = jobs.insert([{ ...job('a'), seed: 7 }], 'end')
    expect(inserted).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{16}$/) as string,
      state: 'waiting',
      kind: 'generate',
      request: { ...REQUEST, prompt: 'a' },
      seed: 7,
      imageIds: [],
      sourceId: null,
      comparison: null,
      error: null,
      latentKept: false,
      createdAt: 100,
      startedAt: null,
      finishedAt: null,
    })
  })

  it('keeps the order of jobs put at the end and before all others', () => {
    const { jobs } = setUp()
    insert(jobs, 'ab')
    insert(jobs, 'cd', 'next')
    insert(jobs, 'e')
    expect(prompts(jobs)).toEqual(['c', 'd', 'a', 'b', 'e'])
    expect(jobs.nextWaiting()?.request.prompt).toBe('c')
  })

  it('reorders waiting jobs, and leaves those not named behind', () => {
    const { jobs } = setUp()
    const [a, b, c, d] = insert(jobs, 'abcd') as [string, string, string, string]
    jobs.start(a)
    jobs.reorder([d, b, d, 'unknown'])
    expect(prompts(jobs)).toEqual(['a', 'd', 'b', 'c'])
    expect(jobs.moveNext(c)?.id).toBe(c)
    expect(prompts(jobs)).toEqual(['a', 'c', 'd', 'b'])
    expect(jobs.moveNext(a)).toBeNull()
    insert(jobs, 'e')
    expect(prompts(jobs)).toEqual(['a', 'c', 'd', 'b', 'e'])
  })

  it('takes each job through its states once', () => {
    const { jobs } = setUp()
    const [id] = insert(jobs, 'a') as [string]
    expect(jobs.start(id)).toMatchObject({ state: 'running', startedAt: 101 })
    expect(jobs.start(id)).toBeNull()
    expect(jobs.setSeed(id, 2 ** 53 - 1)).toMatchObject({ seed: 2 ** 53 - 1 })
    const comparison = {
      identical: false,
      meanDifference: 0.5,
      changed: [sentence('recipe.change', { what: 'device', before: 'cpu', now: 'cuda' })],
    }
    expect(jobs.finish(id, { state: 'done', comparison })).toMatchObject({ state: 'done', comparison, finishedAt: 103 })
    expect(jobs.finish(id, { state: 'failed', error: foreignText('late') })).toBeNull()
    expect(jobs.get(id)).toMatchObject({ state: 'done', error: null })
    expect(jobs.active()).toEqual([])
  })

  it('reads what older libraries hold as plain texts', () => {
    const { db, jobs } = setUp()
    const [a, b] = insert(jobs, 'ab') as [string, string]
    for (const id of [a, b]) jobs.start(id)
    const comparison = JSON.stringify({ identical: false, meanDifference: 0.5, changed: ['device: cpu, now cuda'] })
    const sql = `UPDATE jobs SET state = 'failed', error = ?, comparison = ? WHERE id = ?`
    db.run(sql, ['It stopped.', comparison, a])
    db.run(sql, ['17', null, b])
    expect(jobs.get(a)).toMatchObject({
      error: foreignText('It stopped.'),
      comparison: { changed: [foreignText('device: cpu, now cuda')] },
    })
    expect(jobs.get(b)).toMatchObject({ error: foreignText('17'), comparison: null })
  })

  it('keeps the keys and values of what went wrong', () => {
    const { jobs } = setUp()
    const [id] = insert(jobs, 'a') as [string]
    const activity = sentence('activity.running-step', { step: 1, steps: 2 })
    const error = sentence('engine.crashed-while', { activity, how: sentence('engine.exit-code', { code: 7 }) })
    jobs.start(id)
    jobs.finish(id, { state: 'failed', error })
    expect(jobs.get(id)?.error).toEqual(error)
  })

  it('lists finished jobs, latest first', () => {
    const { jobs } = setUp()
    const [a, b, c] = insert(jobs, 'abc') as [string, string, string]
    jobs.start(b)
    jobs.finish(b, { state: 'failed', error: foreignText('It stopped.') })
    jobs.finish(a, { state: 'cancelled' })
    expect(jobs.recent(5).map(({ request, error }) => [request.prompt, error])).toEqual([
      ['a', null],
      ['b', foreignText('It stopped.')],
    ])
    expect(jobs.recent(1)).toHaveLength(1)
    expect(jobs.cancelWaiting()).toEqual([c])
    expect(jobs.cancelWaiting()).toEqual([])
    expect(jobs.get(c)?.state).toBe('cancelled')
  })

  it('puts a running job that was cut off before the others', () => {
    const { jobs } = setUp()
    const [a] = insert(jobs, 'abc') as [string]
    jobs.start(a)
    expect(jobs.requeue(a)).toMatchObject({ state: 'waiting', startedAt: null })
    expect(jobs.requeue(a)).toBeNull()
    expect(prompts(jobs)).toEqual(['a', 'b', 'c'])
  })

  it('counts the pictures that a job made, deleted ones too', () => {
    const { db, jobs } = setUp()
    const [id] = insert(jobs, 'a') as [string]
    const files = ['/p/1.png', '/p/2.png'].map((path) => ({ path, fileBytes: 1, recipe: exampleRecipe() }))
    const [first, second] = files.map((file) => insertPicture(db, file, { parentId: null, jobId: id })) as [
      string,
      string,
    ]
    expect(jobs.get(id)?.imageIds).toEqual([first, second])
    db.run('DELETE FROM images WHERE id = ?', [first])
    expect(jobs.get(id)?.imageIds).toEqual([second])
    expect(jobs.picturesMade(id)).toBe(2)
    expect(jobs.picturesMade('unknown')).toBe(0)
  })

  it('remembers 500 finished jobs, and keeps the pictures of those it forgets', () => {
    const { db, jobs } = setUp()
    const ids = db.transaction(() => insert(jobs, 'x'.repeat(502)))
    const file = { path: '/p/1.png', fileBytes: 1, recipe: exampleRecipe() }
    const image = insertPicture(db, file, { parentId: null, jobId: ids[0] as string })
    db.transaction(() => ids.forEach((id) => jobs.finish(id, { state: 'done' })))
    expect(jobs.recent(1000)).toHaveLength(500)
    expect(jobs.get(ids[0] as string)).toBeNull()
    expect(db.run('UPDATE images SET starred = 1 WHERE id = ?', [image])).toBe(1)
  })

  it('leaves out a job whose request means nothing to this version', () => {
    const { db, jobs } = setUp()
    const [a] = insert(jobs, 'ab') as [string]
    db.run(`UPDATE jobs SET request = '{"prompt":7}' WHERE id = ?`, [a])
    expect(prompts(jobs)).toEqual(['b'])
    expect(jobs.get(a)).toBeNull()
  })
})
