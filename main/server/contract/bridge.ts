/**
 * What the desktop window can do and a web page cannot: `window.onestroke`, put there by electron/preload.ts, absent in a
 * browser. Pictures are named by id; only what the user picks in a dialog of the system, or drops, comes back as a path.
 */
export interface DesktopBridge {
  readonly platform: DesktopPlatform
  /**
   * Shows the system's dialog for a file or folder of weights: a checkpoint or LoRA (`weights`, unless told), or a model
   * that is a folder (`weights-folder`). Resolves to its absolute path, for `POST /api/models`; null where the user cancels.
   */
  openFile(kind?: OpenFileKind): Promise<string | null>
  /**
   * Shows the system's dialog for a folder to write to (for an `export` unless told). Resolves to its absolute path; null
   * where the user cancels.
   */
  openFolder(purpose?: FolderPurpose): Promise<string | null>
  /** The absolute path of a file or folder that was dropped on the page; empty for one that the page has made. */
  pathOf(file: File): string
  /** Shows the picture's file in the system's file manager. Rejects where the file is missing. */
  reveal(imageId: string): Promise<void>
  /** Drags the file of a picture, or of several, out of the window. To be called in `dragstart`, after `preventDefault()`. */
  startDrag(imageIds: string | readonly string[]): void
  /**
   * Calls back with each file that the user opened with Onestroke (a double click in the file manager, a file dropped on
   * its icon), those from before the call included. Returns what ends it.
   */
  onOpenFile(callback: (file: OpenedFile) => void): () => void
  /** Calls back when the user picks a command of the menu bar that the page carries out. Returns what ends it. */
  onMenuCommand(callback: (command: MenuCommand) => void): () => void
}

export type DesktopPlatform = 'win32' | 'darwin' | 'linux'
export type OpenFileKind = 'weights' | 'weights-folder'
export type FolderPurpose = 'pictures' | 'models' | 'export'
/** The commands of the menu bar that the page carries out; the others are the shell's own. */
export type MenuCommand =
  ('add-model' | 'settings' | 'shortcuts') | ('gallery-view' | 'prompt-panel' | 'gallery-panel' | 'picture-only')

/** A picture comes with its bytes, as if it had been dropped on the window; weights with their path. */
export type OpenedFile =
  | { readonly kind: 'picture'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'weights'; readonly name: string; readonly path: string }
