import type { DesktopBridge } from './contract.ts'

declare global {
  interface Window {
    readonly onestroke?: DesktopBridge
  }
}

/** What the desktop window can do beyond a web page; null in a browser. */
export function desktopBridge(): DesktopBridge | null {
  return window.onestroke ?? null
}
