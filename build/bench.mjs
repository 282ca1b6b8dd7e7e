// `npm run bench`: how fast things are on this machine. `npm run bench -- library gallery` runs only those named;
// `-- full-size --python PYTHON` passes options on.
import { join } from 'node:path'

import { ensureChromium } from '../test/e2e/find-chromium.mjs'
import { ensureBuilt } from './bundle.mjs'
import { failPlainly } from './fail-plainly.mjs'
import { ensureInstalled } from './install.mjs'
import { runOnPinnedNode } from './pinned-node.mjs'
import { ROOT } from './repository.mjs'

/** @type {readonly { name: string, script: string, prepare: () => Promise<void> }[]} */
const BENCHES = [
  { name: 'embedded', script: 'embedded.ts', prepare: () => ensureBuilt() },
  { name: 'library', script: 'library.ts', prepare: () => Promise.resolve() },
  { name: 'gallery', script: 'gallery-scroll.ts', prepare: prepareBrowser },
  { name: 'full-size', script: 'full-size.ts', prepare: () => ensureBuilt() },
]
/** Needs files of gigabytes and a Python with torch, so it runs only where it is named. */
const ONLY_NAMED = ['full-size']

await failPlainly(async () => {
  const given = process.argv.slice(2)
  const firstOption = given.findIndex((argument) => argument.startsWith('--'))
  const names = firstOption === -1 ? given : given.slice(0, firstOption)
  const options = given.slice(names.length)
  const benches = chosenBenches(names)
  await ensureInstalled()
  for (const { name, script, prepare } of benches) {
    await prepare()
    process.stdout.write(`\n== ${name}\n`)
    const code = await runOnPinnedNode(join(ROOT, 'test', 'bench', script), options)
    if (code !== 0) process.exitCode = code
  }
})

/** @param {readonly string[]} names */
function chosenBenches(names) {
  const known = BENCHES.map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    throw new Error(`There is no benchmark "${unknown.join('", "')}". The benchmarks are: ${known.join(', ')}.`)
  }
  return BENCHES.filter(({ name }) => (names.length === 0 ? !ONLY_NAMED.includes(name) : names.includes(name)))
}

async function prepareBrowser() {
  await ensureChromium()
  await ensureBuilt(['core', 'page'])
}
