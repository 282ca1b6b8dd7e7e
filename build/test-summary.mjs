/**
 * What a suite came to. `absent` says why it could not run here, which counts as nothing.
 * @typedef {{ passed: number, failed: number, absent?: string }} Count
 */

/**
 * A static check counts as one test.
 * @param {number} exitCode
 * @returns {Count}
 */
export function countCheck(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * The tests of a vitest run. A file that could not be loaded counts as one failed test, and so does a run that executed
 * no test, wrote no report, or failed for another reason (an error outside of the tests).
 * @param {unknown} report what vitest's JSON reporter wrote.
 * @param {number} exitCode
 * @returns {Count}
 */
export function countVitest(report, exitCode) {
  const files = resultsOf(report)
  const statuses = files.flatMap((file) => file.assertionResults.map((test) => test.status))
  const unloadable = files.filter((file) => file.status === 'failed' && file.assertionResults.every(isNotFailed))
  const passed = statuses.filter((status) => status === 'passed').length
  const failed = statuses.filter((status) => status === 'failed').length + unloadable.length
  const failedOtherwise = failed === 0 && (passed === 0 || exitCode !== 0)
  return { passed, failed: failedOtherwise ? 1 : failed }
}

/**
 * The tests of a Playwright run. One that passes only when it is tried again has failed, and so has a run that executed no
 * test, wrote no report, or failed for another reason.
 * @param {unknown} report what Playwright's JSON reporter wrote.
 * @param {number} exitCode
 * @returns {Count}
 */
export function countPlaywright(report, exitCode) {
  const stats = typeof report === 'object' && report !== null && 'stats' in report ? report.stats : null
  const { expected = 0, unexpected = 0, flaky = 0 } = /** @type {Record<string, number>} */ (stats ?? {})
  const failed = unexpected + flaky
  const failedOtherwise = failed === 0 && (expected === 0 || exitCode !== 0)
  return { passed: expected, failed: failedOtherwise ? 1 : failed }
}

/** @param {{ status: string }} test */
function isNotFailed(test) {
  return test.status !== 'failed'
}

/**
 * @param {unknown} report
 * @returns {{ status: string, assertionResults: { status: string }[] }[]}
 */
function resultsOf(report) {
  if (typeof report !== 'object' || report === null || !('testResults' in report)) return []
  return Array.isArray(report.testResults) ? report.testResults : []
}

/**
 * The lines that end a test run: one per suite, then the sum.
 * @param {readonly { name: string, count: Count, seconds: number }[]} suites
 * @returns {string[]}
 */
export function summaryLines(suites) {
  const passed = suites.reduce((sum, { count }) => sum + count.passed, 0)
  const failed = suites.reduce((sum, { count }) => sum + count.failed, 0)
  const lines = suites.map(({ name, count, seconds }) =>
    count.absent === undefined
      ? `${name}: ${count.passed} passed, ${count.failed} failed (${seconds.toFixed(1)} s)`
      : `${name}: not run. ${count.absent}`,
  )
  return [...lines, `${passed} passed, ${failed} failed`]
}
