import { extname } from 'node:path'

/**
 * Whether opening a folder may start a program instead of showing it: a Mac takes `X.app` and other bundles for programs.
 * Any ending may be one of those.
 */
export function isStartedWhenOpened(folder: string, platform: NodeJS.Platform): boolean {
  return platform === 'darwin' && extname(folder) !== ''
}
