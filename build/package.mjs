// `npm run package`: installers for this computer's system, in dist/packages.
import { ensureBuilt } from './bundle.mjs'
import { failPlainly } from './fail-plainly.mjs'
import { ensureInstalled } from './install.mjs'
import { runOnPinnedNode } from './pinned-node.mjs'
import { NODE_MODULES } from './repository.mjs'
import { join } from 'node:path'

await failPlainly(async () => {
  await ensureInstalled()
  await ensureBuilt(['core', 'page', 'shell'])
  const builder = join(NODE_MODULES, 'electron-builder', 'cli.js')
  const options = ['--config', 'build/electron-builder.config.ts', '--publish', 'never']
  process.exitCode = await runOnPinnedNode(builder, [...options, ...process.argv.slice(2)])
})
