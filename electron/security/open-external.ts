import { shell } from 'electron'
import { isSafeExternalUrl } from './external-url.ts'

/** Opens an address in the system's browser: the one place where this happens. Refuses what is not plain https. */
export function openExternal(address: string): void {
  if (isSafeExternalUrl(address)) void shell.openExternal(address)
}
