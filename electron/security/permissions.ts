import { parseAppUrl } from '../addresses.ts'

/** What the page may do beyond what every page may. Everything else is denied: camera, location, notifications, USB, … */
const GRANTED: ReadonlySet<string> = new Set([
  // "Copy image" and "Copy settings".
  'clipboard-sanitized-write',
  // The viewer.
  'fullscreen',
])

/** Whether a page at `requestingUrl` gets `permission` (Electron's name of it). */
export function isPermissionGranted(permission: string, requestingUrl: string): boolean {
  return GRANTED.has(permission) && parseAppUrl(requestingUrl) !== null
}
