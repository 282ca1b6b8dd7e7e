import { join } from 'node:path'

export interface ProgramFiles {
  /** The plain Node that runs the back end: Electron's own would take no allocation of about 1 GiB (electron#44291). */
  readonly node: string
  readonly script: string
}

/**
 * Where the back end's program is.
 * @param appFolder Electron's `app.getAppPath()`: the checkout, or the archive inside a package. Plain Node cannot read
 *   that archive, so a package has the back end's files beside it, unpacked.
 */
export function findProgramFiles(appFolder: string, platform: NodeJS.Platform): ProgramFiles {
  const folder = appFolder.endsWith('.asar') ? `${appFolder}.unpacked` : appFolder
  const node = join(folder, 'node_modules', 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node')
  return { node, script: join(folder, 'dist', 'onestroke.js') }
}
