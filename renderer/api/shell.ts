/**
 * What the desktop window offers beyond a web page (its preload script puts it on `window.onestroke`). Every member is
 * absent in a browser.
 */
export interface Shell {
  /** The system's dialog for a checkpoint or LoRA; null when it was dismissed. */
  readonly openFile?: () => Promise<string | null>
  /** The system's dialog for a folder; null when it was dismissed. */
  readonly openFolder?: () => Promise<string | null>
  /** Starts dragging a picture's file out of the window. */
  readonly startDrag?: (imageId: string) => void
}

declare global {
  interface Window {
    readonly onestroke?: Shell
  }
}

/** The desktop window's extras, or none in a browser. */
export function shell(): Shell {
  return window.onestroke ?? {}
}
