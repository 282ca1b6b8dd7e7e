import { describe, expect, it } from 'vitest'
import { followProgress } from '../../../main/generation/job-progress.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import type { Progress } from '../../../main/server/contract/generation.ts'

function follow(expected: Record<string, number> = {}) {
  const reports: Progress[] = []
  const recorded: [string, number][] = []
  const time = { ms: 0 }
  const followed = followProgress({
    job: { id: 'a'.repeat(16) },
    pictures: 2,
    before: 0,
    report: (progress) => void reports.push(progress),
    clock: () => time.ms,
    now: () => 1_000_000 + time.ms,
    times: {
      expected: (part) => expected[part] ?? null,
      record: (part, ms) => void recorded.push([part, ms]),
    },
  })
  return { followed, reports, recorded, time }
}

describe('followProgress', () => {
  it('tells what is loaded, since when, and how long it took the last time', () => {
    const { followed, reports, time } = follow({ UNet: 12_000 })
    followed.onLoading('engine')
    time.ms = 300
    followed.onLoading('UNet')
    followed.onLoading(null)
    expect(reports.map(({ loading }) => loading)).toEqual([
      { part: 'engine', since: 1_000_000, expectedMs: null },
      { part: 'UNet', since: 1_000_300, expectedMs: 12_000 },
      null,
    ])
  })

  it('remembers how long each took, and nothing of what never ended', () => {
    const { followed, recorded, time } = follow()
    followed.onLoading('engine')
    time.ms = 300
    followed.onLoading('model')
    time.ms = 310
    followed.onLoading(null)
    time.ms = 500
    followed.onLoading(null)
    followed.onLoading('UNet')
    time.ms = 9000
    expect(recorded).toEqual([
      ['engine', 300],
      ['model', 10],
    ])
  })

  it('estimates what is left from the latest step', () => {
    const { followed, reports, time } = follow()
    followed.onActivity(sentence('activity.first-step'))
    time.ms = 5000
    followed.onStep({ picture: 0, done: 1, total: 4 })
    time.ms = 6000
    followed.onStep({ picture: 0, done: 2, total: 4 })
    expect(reports.at(-1)).toMatchObject({
      step: 2,
      steps: 4,
      activity: sentence('activity.step', { step: 3, steps: 4 }),
      secondsLeft: 6,
    })
  })
})
