import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export const LOCK_FILE = join(ROOT, 'package-lock.json')
export const NODE_MODULES = join(ROOT, 'node_modules')
export const DIST = join(ROOT, 'dist')

/** The program that `npm run onestroke` runs. */
export const ONESTROKE = join(DIST, 'onestroke.js')

/** The Node that the project is pinned to, from the `node` package. */
export const PINNED_NODE = join(NODE_MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
