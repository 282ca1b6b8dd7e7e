import { SCHEME } from '../addresses.ts'

/** `blob:` and `data:` carry their content themselves; `devtools:` is the developer tools' own page. */
const ALLOWED_PROTOCOLS: ReadonlySet<string> = new Set([`${SCHEME}:`, 'blob:', 'data:', 'devtools:'])

/** Whether the window's pages may load `address` at all. Nothing comes from the network or, directly, from the disk. */
export function isRequestAllowed(address: string): boolean {
  return URL.canParse(address) && ALLOWED_PROTOCOLS.has(new URL(address).protocol)
}
