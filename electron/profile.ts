import { join } from 'node:path'

/**
 * Where Chromium and the window keep their own things: beside the library, never in it (macOS would have both in one
 * folder).
 * @param home ONESTROKE_HOME, a folder to keep everything in instead
 * @param applicationData the system's folder for programs' data
 */
export function findProfileFolder(home: string | undefined, applicationData: string): string {
  return home === undefined || home === '' ? join(applicationData, 'Onestroke', 'Window') : join(home, 'window')
}
