/**
 * What keeps a window from opening, as far as can be told without trying.
 * @param {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, userId: number | undefined }} computer
 * @param {readonly string[]} switches that Electron gets.
 * @returns {string | null} a clause such as "there is no display"; null where nothing does.
 */
export function findWindowObstacle({ platform, env, userId }, switches) {
  if (platform !== 'linux') return null
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display'
  if (userId === 0 && !switches.includes('--no-sandbox')) return 'Electron does not run as root without --no-sandbox'
  return null
}

/**
 * The command that opens an address in the user's browser; null where there is no display to do so.
 * @param {string} url
 * @param {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv }} computer
 * @returns {{ program: string, args: string[] } | null}
 */
export function browserCommand(url, { platform, env }) {
  if (platform === 'darwin') return { program: 'open', args: [url] }
  if (platform === 'win32') return { program: 'rundll32', args: ['url.dll,FileProtocolHandler', url] }
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? { program: 'xdg-open', args: [url] } : null
}
