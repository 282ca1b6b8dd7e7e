import { describe, expect, it } from 'vitest'
import { queue as de } from '../../../../renderer/messages/de/queue.ts'
import { queue as en } from '../../../../renderer/messages/en/queue.ts'
import {
  doneOf,
  formatBytes,
  lastLoadingTime,
  loadingTime,
  timeLeft,
} from '../../../../renderer/state/progress-text.ts'

describe('timeLeft', () => {
  it('is as exact as it is short', () => {
    expect(timeLeft(1.24, en, 'en')).toBe('1.2 s left')
    expect(timeLeft(1.24, de, 'de')).toBe('noch 1,2 s')
    expect(timeLeft(42.4, en, 'en')).toBe('42 s left')
    expect(timeLeft(200, en, 'en')).toBe('3 min left')
    expect(timeLeft(null, en, 'en')).toBe('')
  })
})

describe('loading', () => {
  const loading = { part: 'UNet', since: 10_000, expectedMs: 12_400 }

  it('tells for how long, and how long it took the last time', () => {
    expect(loadingTime(loading, 13_900, en)).toBe('3 of 12 s')
    expect(loadingTime(loading, 13_900, de)).toBe('3 von 12 s')
    expect(loadingTime({ ...loading, expectedMs: null }, 13_900, en)).toBe('3 s')
    expect(lastLoadingTime(loading, en)).toBe('took 12 s last time')
    expect(lastLoadingTime({ ...loading, expectedMs: null }, en)).toBe('')
  })

  it('says nothing of moments, and copes with another clock', () => {
    expect(loadingTime({ ...loading, expectedMs: 300 }, 10_900, en)).toBe('')
    expect(lastLoadingTime({ ...loading, expectedMs: 300 }, en)).toBe('')
    expect(loadingTime(null, 10_900, en)).toBe('')
    expect(loadingTime(loading, 0, en)).toBe('0 of 12 s')
  })
})

describe('formatBytes', () => {
  it('has units that people know', () => {
    expect(formatBytes(2_100_000_000, 'en')).toBe('2.1 GB')
    expect(formatBytes(2_100_000_000, 'de')).toBe('2,1 GB')
    expect(formatBytes(640, 'en')).toBe('640 B')
    expect(formatBytes(0, 'en')).toBe('0 B')
  })
})

describe('doneOf', () => {
  const progress = {
    jobId: 'a',
    activity: null,
    loading: null,
    secondsLeft: null,
    preview: null,
    steps: 4,
    pictures: 2,
  }

  it('grows with steps and pictures, and leaves room for decoding', () => {
    const parts = [
      doneOf(null),
      doneOf({ ...progress, picture: 0, step: 1 }),
      doneOf({ ...progress, picture: 0, step: 4 }),
      doneOf({ ...progress, picture: 1, step: 0 }),
      doneOf({ ...progress, picture: 1, step: 4 }),
    ]
    expect(parts).toEqual([0, 0.1, 0.4, 0.5, 0.9])
  })
})
