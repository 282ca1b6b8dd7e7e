// `npm run -s onestroke -- …`: the command line program, installed and built where needed. Standard output is the program's alone.
import { ensureBuilt } from './bundle.mjs'
import { ensureInstalled } from './install.mjs'
import { failPlainly } from './fail-plainly.mjs'
import { runOnPinnedNode } from './pinned-node.mjs'
import { ONESTROKE } from './repository.mjs'

await failPlainly(async () => {
  const args = process.argv.slice(2)
  await ensureInstalled()
  await ensureBuilt(args[0] === 'serve' ? ['core', 'page'] : ['core'])
  process.exitCode = await runOnPinnedNode(ONESTROKE, args)
})
