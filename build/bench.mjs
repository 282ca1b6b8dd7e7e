// `npm run bench`: how fast things are on this machine. `npm run bench -- library gallery` runs only those named.
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
]

await failPlainly(async () => {
  const benches = chosenBenches(process.argv.slice(2))
  await ensureInstalled()
  for (const { name, script, prepare } of benches) {
    await prepare()
    process.stdout.write(`\n== ${name}\n`)
    const code = await runOnPinnedNode(join(ROOT, 'test', 'bench', script), [])
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
  return BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))
}

async function prepareBrowser() {
  await ensureChromium()
  await ensureBuilt(['core', 'page'])
}
