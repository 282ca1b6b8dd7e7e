import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One line per file under `paths`: its path, time of change and size. Two equal states mean that nothing was edited,
 * added, removed or put back, at the cost of one `stat` per file.
 * @param {string} root
 * @param {readonly string[]} paths files and folders, relative to `root`.
 * @param {(path: string) => boolean} isSource
 * @returns {string} in hexadecimal.
 */
export function fingerprintFiles(root, paths, isSource) {
  const lines = paths.flatMap((path) => describe(root, path, isSource)).sort()
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @param {(path: string) => boolean} isSource
 * @returns {string[]}
 */
function describe(root, path, isSource) {
  const status = statSync(join(root, path), { throwIfNoEntry: false })
  if (status === undefined) return []
  if (!status.isDirectory()) return isSource(path) ? [`${path} ${status.mtimeMs} ${status.size}`] : []
  return readdirSync(join(root, path)).flatMap((name) => describe(root, `${path}/${name}`, isSource))
}

/**
 * @param {string} path
 * @returns {string} the SHA-256 of the file's bytes in hexadecimal.
 */
export function hashFile(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/**
 * What a stamp file says; null where there is none, or it is damaged.
 * @param {string} path
 * @returns {string | null}
 */
export function readStamp(path) {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8'))
    return typeof content?.state === 'string' ? content.state : null
  } catch {
    return null
  }
}

/**
 * @param {string} state
 * @returns {string} what to write into a stamp file.
 */
export function formatStamp(state) {
  return `${JSON.stringify({ state })}\n`
}
