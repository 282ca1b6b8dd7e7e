/** Any server of the catalog: proxies are chosen by address. */
const ADDRESS = 'https://huggingface.co/'
/** A script that chooses proxies may have to be fetched first; the window does not wait longer for that. */
const PATIENCE_MS = 1000

const SCHEMES: Readonly<Record<string, string>> = { PROXY: 'http', HTTPS: 'https' }

/**
 * The variables that tell the back end which proxy the system uses.
 * @param rules as Chromium answers them: `PROXY host:port; DIRECT`. The first entry counts.
 * @param environment what the user has set there comes first
 */
export function proxyVariables(
  rules: string,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const isSet = ['HTTPS_PROXY', 'https_proxy'].some((name) => (environment[name] ?? '') !== '')
  const [, kind = '', address = ''] = /^\s*([A-Z0-9]+)\s+([\w.:[\]-]+)\s*(;|$)/.exec(rules) ?? []
  const scheme = SCHEMES[kind]
  return isSet || scheme === undefined ? {} : { HTTPS_PROXY: `${scheme}://${address}` }
}

/** Asks Chromium; where it does not answer in time, none is used. */
export async function findSystemProxy(
  resolveProxy: (url: string) => Promise<string>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, string>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve('DIRECT'), PATIENCE_MS)))
  try {
    return proxyVariables(await Promise.race([resolveProxy(ADDRESS), late]), environment)
  } catch {
    return {}
  } finally {
    clearTimeout(timer)
  }
}
