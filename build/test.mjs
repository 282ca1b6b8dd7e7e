// `npm test`: everything that CI runs. `npm test -- types lint` runs only the suites named. The window's tests need an
// Electron: one that is missing is downloaded on CI (which sets CI=true) and for `npm test -- electron`; else they wait.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { ensureChromium } from '../test/e2e/find-chromium.mjs'
import { findObstacle } from '../test/electron/find-electron.mjs'
import { ensureBuilt } from './bundle.mjs'
import { failPlainly } from './fail-plainly.mjs'
import { ensureInstalled } from './install.mjs'
import { runNpmScript } from './npm.mjs'
import { ROOT } from './repository.mjs'
import { countCheck, countPlaywright, countVitest, summaryLines } from './test-summary.mjs'

/** @typedef {import('./test-summary.mjs').Count} Count */

/** @type {readonly { name: string, run: (isNamed: boolean) => Promise<Count> }[]} */
const SUITES = [
  { name: 'build', run: () => attempt(ensureBuilt) },
  { name: 'types', run: () => check('check') },
  { name: 'lint', run: () => check('lint') },
  { name: 'boundaries', run: () => check('boundaries') },
  { name: 'unused', run: () => check('unused') },
  { name: 'format', run: () => check('format:check') },
  { name: 'unit', run: () => runVitest('test:unit') },
  { name: 'e2e', run: runInBrowser },
  { name: 'electron', run: runElectron },
]

await failPlainly(async () => {
  const names = process.argv.slice(2)
  const suites = chosenSuites(names)
  const results = [await runSuite({ name: 'install', run: () => attempt(ensureInstalled) })]
  if (results[0]?.count.failed === 0) {
    for (const suite of suites) results.push(await runSuite(suite, names.includes(suite.name)))
  }
  process.stdout.write(`\n${summaryLines(results).join('\n')}\n`)
  process.exitCode = results.some(({ count }) => count.failed > 0) ? 1 : 0
})

/** @param {readonly string[]} names */
function chosenSuites(names) {
  const known = SUITES.map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    throw new Error(`There is no suite "${unknown.join('", "')}". The suites are: ${known.join(', ')}.`)
  }
  return SUITES.filter(({ name }) => names.length === 0 || names.includes(name))
}

/**
 * @param {{ name: string, run: (isNamed: boolean) => Promise<Count> }} suite
 * @param {boolean} [isNamed] whether it was asked for by name.
 */
async function runSuite({ name, run }, isNamed = false) {
  process.stdout.write(`\n== ${name}\n`)
  const start = performance.now()
  const count = await run(isNamed)
  return { name, count, seconds: (performance.now() - start) / 1000 }
}

/**
 * @param {() => Promise<void>} step
 * @returns {Promise<Count>}
 */
async function attempt(step) {
  try {
    await step()
    return countCheck(0)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return countCheck(1)
  }
}

/** @param {string} script */
async function check(script) {
  return countCheck(await runNpmScript(script, [], ROOT))
}

/** @returns {Promise<Count>} */
async function runInBrowser() {
  try {
    await ensureChromium()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return { passed: 0, failed: 1 }
  }
  return withReport(async (path) => {
    const exitCode = await runNpmScript('test:e2e', ['--reporter=list,json'], ROOT, {
      PLAYWRIGHT_JSON_OUTPUT_NAME: path,
    })
    return countPlaywright(readReport(path), exitCode)
  })
}

/**
 * @param {boolean} isNamed
 * @returns {Promise<Count>}
 */
async function runElectron(isNamed) {
  const obstacle = findObstacle(isNamed || process.env['CI'] === 'true')
  return obstacle === null ? runVitest('test:electron') : { passed: 0, failed: 0, absent: obstacle }
}

/**
 * @param {string} script of package.json, which runs vitest.
 * @returns {Promise<Count>}
 */
async function runVitest(script) {
  // Tests start the built program. Without it those fail, and the others still tell something.
  await attempt(ensureBuilt)
  return withReport(async (path) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`]
    const exitCode = await runNpmScript(script, reporters, ROOT)
    return countVitest(readReport(path), exitCode)
  })
}

/**
 * @param {(path: string) => Promise<Count>} run which writes a report there.
 * @returns {Promise<Count>}
 */
async function withReport(run) {
  const folder = mkdtempSync(join(tmpdir(), 'onestroke-test-'))
  try {
    return await run(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
