import type { Session } from 'electron'
import { parseAppUrl } from '../addresses.ts'
import { isPermissionGranted } from './permissions.ts'
import { isRequestAllowed } from './requests.ts'

/** Denies what the page does not need: permissions, devices, the network, downloads from elsewhere. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(isPermissionGranted(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermissionGranted(permission, requestingOrigin),
  )
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !isRequestAllowed(url) }))
  session.on('will-download', (event, item) => {
    const [firstUrl] = item.getURLChain()
    const isOwn = [firstUrl ?? '', item.getURL()].every((url) => parseAppUrl(url.replace(/^blob:/, '')) !== null)
    if (!isOwn) event.preventDefault()
  })
}
