import { parseAppUrl } from '../addresses.ts'

/** The part of Electron's WebFrameMain that tells who sent a message. */
export interface SenderFrame {
  readonly url: string
  readonly parent: object | null
}

/** Whether a message comes from the app's page itself: no frame inside it, no other page. Null: the frame is gone. */
export function isTrustedSender(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && parseAppUrl(frame.url) !== null
}
