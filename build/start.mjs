// `npm start`: from a fresh checkout to a first picture.
import { ensureBuilt } from './bundle.mjs'
import { failPlainly } from './fail-plainly.mjs'
import { ensureInstalled } from './install.mjs'
import { runOnPinnedNode } from './pinned-node.mjs'
import { ONESTROKE } from './repository.mjs'

const PROMPT = 'a red fox, 3d render on a teal background'

await failPlainly(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { exitCode, output } = await runOnPinnedNode(ONESTROKE, ['generate', PROMPT, '--json'], { captureOutput: true })
  process.exitCode = exitCode
  if (exitCode !== 0) return
  const picture = JSON.parse(output)
  process.stdout.write(`Generated "${PROMPT}" with the built-in model: ${picture.path}\n`)
  process.stdout.write('The window does not exist yet. For more: npm run onestroke -- generate "YOUR PROMPT"\n')
})
