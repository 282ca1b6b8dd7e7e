import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const RULES = '.dependency-cruiser.cjs'
const PACKAGES = ['zod', 'sharp', 'onnxruntime-node', 'better-sqlite3', 'electron', 'vitest']

/** A small project that breaks every rule once: the file's name is that of the rule it breaks. */
const OFFENDERS: Readonly<Record<string, string>> = {
  'models/models-stay-pure.ts': `import 'node:fs'`,
  'models/models-stay-pure-2.ts': `import '../main/settings/good.ts'`,
  'models/models-stay-pure-3.ts': `import 'sharp'`,
  'main/main-knows-no-window.ts': `import '../electron/good.ts'`,
  'main/main-knows-no-window-2.ts': `import type { Page } from '../renderer/good.ts'`,
  'main/onnxruntime-only-in-the-engine-worker.ts': `import 'onnxruntime-node'`,
  'main/sharp-only-in-images.ts': `import 'sharp'`,
  'main/database-only-in-the-library.ts': `import 'better-sqlite3'`,
  'main/electron-only-in-electron.ts': `import 'electron'`,
  'main/source-without-test-or-build.ts': `import '../build/good.mjs'`,
  'main/no-unresolved.ts': `import './missing.ts'`,
  'main/packages-are-listed.ts': `import 'vitest'`,
  'main/no-cycles.ts': `import './settings/partner.ts'`,
  'main/no-orphans.ts': `export const unused = 1`,
  'models/source-without-test-or-build.ts': `import '../test/good.test.ts'`,
  'renderer/renderer-takes-types-only.ts': `import { thing } from '../main/settings/good.ts'`,
  'renderer/renderer-takes-types-only-2.ts': `import { thing } from '../models/tokenizer/good.ts'`,
  'renderer/renderer-is-a-page.ts': `import '../electron/good.ts'`,
  'renderer/renderer-without-node.ts': `import 'node:path'`,
  'electron/electron-is-thin.ts': `import { thing } from '../main/settings/good.ts'`,
}

const GOOD: Readonly<Record<string, string>> = {
  'models/tokenizer/good.ts': `import { z } from 'zod'; export const thing = z`,
  'models/recipe/good.ts': `import '../tokenizer/good.ts'; export const recipe = 1`,
  'main/settings/good.ts': `import 'node:fs'; import '../../models/tokenizer/good.ts'; export const thing = 1`,
  // A cycle is reported once, at the file that comes first.
  'main/settings/partner.ts': `import '../no-cycles.ts'`,
  'main/images/good.ts': `import 'sharp'`,
  'main/library/good.ts': `import 'better-sqlite3'`,
  'main/engine/worker/worker.ts': `import 'onnxruntime-node'`,
  'electron/good.ts': `import 'electron'; import type { thing } from '../main/settings/good.ts'`,
  'renderer/good.ts': `import type { thing } from '../main/settings/good.ts'; import { recipe } from '../models/recipe/good.ts'; export type Page = typeof thing | typeof recipe`,
  'build/good.mjs': `import 'node:fs'`,
  'test/good.test.ts': `import '../main/images/good.ts'; import '../main/library/good.ts'; import 'vitest'`,
}

const report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

let folder: string
let violations: { file: string; rule: string }[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onestroke-boundaries-'))
  writeProject()
  violations = cruise()
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('the rules on who may import whom', () => {
  it.each(Object.keys(OFFENDERS))('find %s', (file) => {
    const rules = violations.filter((violation) => violation.file === file).map(({ rule }) => rule)
    expect(rules).toContain(/([a-z-]+?)(-\d)?\.ts$/.exec(file)?.[1])
  })

  it('accept what the design allows', () => {
    expect(violations.filter(({ file }) => file in GOOD)).toEqual([])
  })

  it('all have an offender here', () => {
    const { forbidden } = z
      .object({ forbidden: z.array(z.object({ name: z.string() })) })
      .parse(createRequire(import.meta.url)(join(ROOT, RULES)))
    const found = new Set(violations.map(({ rule }) => rule))
    expect(forbidden.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([])
  })
})

function writeProject(): void {
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `${content}\n`)
  }
  for (const [path, content] of [...Object.entries(GOOD), ...Object.entries(OFFENDERS)]) write(path, content)
  // Nothing but the one meant for it is an orphan.
  const imported = [...Object.keys(GOOD), ...Object.keys(OFFENDERS)].filter((path) => !path.includes('no-orphans'))
  write('test/all.test.ts', imported.map((path) => `import '../${path}'`).join('\n'))
  for (const name of PACKAGES) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'main.js' }))
    write(`node_modules/${name}/main.js`, 'module.exports = {}')
  }
  const dependencies = Object.fromEntries(PACKAGES.filter((name) => name !== 'vitest').map((name) => [name, '1.0.0']))
  write('package.json', JSON.stringify({ type: 'module', dependencies, devDependencies: { vitest: '1.0.0' } }))
  copyFileSync(join(ROOT, RULES), join(folder, RULES))
}

function cruise(): { file: string; rule: string }[] {
  const program = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs')
  const folders = ['main', 'models', 'electron', 'renderer', 'build', 'test']
  let output: string
  try {
    output = execFileSync(process.execPath, [program, '--output-type', 'json', ...folders], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch (error) {
    // It exits with the number of violations.
    output = z.object({ stdout: z.string() }).parse(error).stdout
  }
  const { summary } = report.parse(JSON.parse(output))
  return summary.violations.map(({ from, rule }) => ({ file: from, rule: rule.name }))
}
