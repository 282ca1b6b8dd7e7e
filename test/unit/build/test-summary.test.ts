import { describe, expect, it } from 'vitest'

import { countCheck, countPlaywright, countVitest, summaryLines } from '../../../build/test-summary.mjs'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((testStatus) => ({ status: testStatus })),
})
const report = (...testResults: object[]) => ({ testResults })

describe('countVitest', () => {
  it('counts tests, and leaves the skipped ones out', () => {
    const results = report(file('passed', 'passed', 'passed', 'skipped'), file('failed', 'passed', 'failed'))
    expect(countVitest(results, 1)).toEqual({ passed: 3, failed: 1 })
  })

  it('counts a file that could not be loaded', () => {
    expect(countVitest(report(file('passed', 'passed'), file('failed')), 1)).toEqual({ passed: 1, failed: 1 })
    expect(countVitest(report(file('failed', 'passed')), 1)).toEqual({ passed: 1, failed: 1 })
  })

  it('fails a run without tests', () => {
    expect(countVitest(report(), 0)).toEqual({ passed: 0, failed: 1 })
    expect(countVitest(report(file('passed', 'skipped')), 0)).toEqual({ passed: 0, failed: 1 })
  })

  it('fails a run that failed outside of its tests', () => {
    expect(countVitest(report(file('passed', 'passed')), 1)).toEqual({ passed: 1, failed: 1 })
  })

  it.each([null, 'text', {}, { testResults: 3 }])('fails a run whose report is %j', (content) => {
    expect(countVitest(content, 0)).toEqual({ passed: 0, failed: 1 })
  })
})

describe('countPlaywright', () => {
  it('counts tests, leaves the skipped ones out, and takes no second try for a success', () => {
    const stats = { expected: 5, unexpected: 2, flaky: 1, skipped: 3 }
    expect(countPlaywright({ stats }, 1)).toEqual({ passed: 5, failed: 3 })
  })

  it.each([null, 'text', {}, { stats: {} }, { stats: { expected: 0 } }])(
    'fails a run whose report is %j',
    (content) => {
      expect(countPlaywright(content, 0)).toEqual({ passed: 0, failed: 1 })
    },
  )

  it('fails a run that failed outside of its tests', () => {
    expect(countPlaywright({ stats: { expected: 4 } }, 1)).toEqual({ passed: 4, failed: 1 })
  })
})

describe('countCheck', () => {
  it('is one test', () => {
    expect(countCheck(0)).toEqual({ passed: 1, failed: 0 })
    expect(countCheck(2)).toEqual({ passed: 0, failed: 1 })
  })
})

describe('summaryLines', () => {
  it('ends with the sum', () => {
    const suites = [
      { name: 'types', count: { passed: 1, failed: 0 }, seconds: 2.04 },
      { name: 'unit', count: { passed: 40, failed: 2 }, seconds: 10 },
    ]
    expect(summaryLines(suites)).toEqual([
      'types: 1 passed, 0 failed (2.0 s)',
      'unit: 40 passed, 2 failed (10.0 s)',
      '41 passed, 2 failed',
    ])
  })

  it('says why a suite could not run, and counts it as nothing', () => {
    const count = { passed: 0, failed: 0, absent: 'There is no display.' }
    expect(summaryLines([{ name: 'window', count, seconds: 1 }])).toEqual([
      'window: not run. There is no display.',
      '0 passed, 0 failed',
    ])
  })
})
