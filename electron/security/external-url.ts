/**
 * Whether `address` may be handed to the system's browser. Only https: other schemes start other programs, with arguments
 * of the page's choice; a name before the host only serves to deceive.
 */
export function isSafeExternalUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === 'https:' && url.username === '' && url.password === ''
}
