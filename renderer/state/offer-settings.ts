import type { Studio } from './studio.svelte.ts'

/** The back end's limit. */
const LARGEST_PICTURE = 64 * 1024 * 1024

type Offering = Pick<Studio, 'client' | 'dialogs' | 'toasts' | 't'>

/** Reads the settings inside a picture's file and offers them. Tells the user what went wrong and does not reject. */
export async function offerSettings({ client, dialogs, toasts, t }: Offering, file: File): Promise<void> {
  if (file.size > LARGEST_PICTURE) {
    toasts.show(t.shell.dropTooLarge, { kind: 'error' })
    return
  }
  try {
    dialogs.openInTurn({ kind: 'readSettings', fileName: file.name, found: await client.readSettings(file) })
  } catch (error) {
    toasts.showError(error)
  }
}
