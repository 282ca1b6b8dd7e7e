import type { DesktopBridge } from '../../main/server/contract/bridge.ts'

/** What code that runs inside the page (`page.evaluate`) finds there, besides what Node has too. */
declare global {
  var onestroke: DesktopBridge
  var scriptRan: boolean | undefined
  var marker: string | undefined
}
