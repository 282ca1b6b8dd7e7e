import { resolve } from 'node:path'
import type { DownloadSurroundings } from '../compose-downloads.ts'
import type { Application } from './application.ts'
import { followDownloads } from './follow-downloads.ts'
import { withModels } from './open-models.ts'

/** `onestroke models import`: published files from a folder or stick, checked by the same hashes as downloads. */
export async function runModelsImport(
  application: Application,
  folder: string,
  { json = false }: { readonly json?: boolean },
  surroundings: Partial<DownloadSurroundings> = {},
): Promise<void> {
  await withModels(application, { surroundings }, async (open) => {
    const ids = await open.downloads.import(resolve(folder))
    await followDownloads(open, ids, application, json)
  })
}
