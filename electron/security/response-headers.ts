/** Scripts, styles, fonts and requests: our own only. Pictures also from memory (a dropped file, a preview as data URL). */
const APP_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Sent with every response of the app's origin, in place of what the back end says. */
export const APP_SECURITY_HEADERS: Readonly<Record<string, string>> = {
  ...COMMON,
  'content-security-policy': APP_POLICY,
}

/** For a page that has one inline style and nothing else. `styleHash`: that style's SHA-256 in base64. */
export function staticPageSecurityHeaders(styleHash: string): Readonly<Record<string, string>> {
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  return { ...COMMON, 'content-security-policy': policy }
}
