// `npm run bench`: how fast the built-in model is on this machine.
import { join } from 'node:path'

import { ensureBuilt } from './bundle.mjs'
import { failPlainly } from './fail-plainly.mjs'
import { ensureInstalled } from './install.mjs'
import { runOnPinnedNode } from './pinned-node.mjs'
import { ROOT } from './repository.mjs'

await failPlainly(async () => {
  await ensureInstalled()
  await ensureBuilt()
  process.exitCode = await runOnPinnedNode(join(ROOT, 'test', 'bench', 'embedded.ts'), process.argv.slice(2))
})
