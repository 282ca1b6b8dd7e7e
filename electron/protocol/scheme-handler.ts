import { parseAppUrl, parseShellUrl, STATUS_URL } from '../addresses.ts'

type Handler = (request: Request) => Promise<Response>

/** @returns the handler of onestroke: as a whole: the app's page from the back end, the status page from the shell. */
export function createSchemeHandler(appHandler: Handler, statusPage: () => Response): Handler {
  return async (request) => {
    if (parseAppUrl(request.url) !== null) return appHandler(request)
    const isStatusPage = parseShellUrl(request.url)?.href === STATUS_URL && request.method === 'GET'
    return isStatusPage ? statusPage() : new Response(null, { status: 404 })
  }
}
