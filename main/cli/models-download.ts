import type { DownloadSurroundings } from '../compose-downloads.ts'
import type { Catalog } from '../server/contract/downloads.ts'
import type { Application } from './application.ts'
import { confirm } from './confirm.ts'
import { followDownloads } from './follow-downloads.ts'
import { withModels } from './open-models.ts'
import { UsageError } from './usage-error.ts'

/** The options of `onestroke models download`; what was not given is absent. */
export interface ModelsDownloadOptions {
  readonly yes?: boolean
  readonly mirror?: string
  readonly json?: boolean
}

/** The files that an id means: a bundle's, or itself. */
function filesOf({ bundles }: Catalog, id: string): readonly string[] {
  return bundles.find((bundle) => bundle.id === id)?.fileIds ?? [id]
}

function listCatalog({ bundles, files }: Catalog, { print }: Application): void {
  for (const { id, title, bytes, modelId = null } of [...bundles, ...files].map((one) => ({ modelId: null, ...one }))) {
    const size = `${(bytes / 1e9).toFixed(2)} GB`.padStart(8)
    print(`${id.padEnd(31)} ${size}  ${title}${modelId === null ? '' : ' (installed)'}`)
  }
}

/** Ids of the licences that the files have and that were not accepted before. */
function openLicences({ files, licences, accepted }: Catalog, ids: readonly string[]) {
  const wanted = new Set(files.filter(({ id }) => ids.includes(id)).map(({ licenceId }) => licenceId))
  return licences.filter(({ id }) => wanted.has(id) && !accepted.includes(id))
}

/** Shows licences, and asks where somebody can answer. */
async function acceptLicences(
  licences: Catalog['licences'],
  { tell, interactive, signal }: Application,
  yes: boolean,
): Promise<void> {
  for (const { title, url, terms } of licences) {
    tell(`${title}, ${url}`)
    for (const { message } of terms) tell(`  ${message}`)
  }
  if (yes || licences.length === 0) return
  const refused = new UsageError('The licence was not accepted. Read it, and accept it with --yes.')
  if (!interactive || !process.stdin.isTTY) throw refused
  const conversation = { input: process.stdin, output: process.stderr, terminal: true, signal }
  if (!(await confirm('Accept? [y/N] ', conversation))) throw refused
}

/** `onestroke models download`: a published file or bundle, resumable and checked by its hash. */
export async function runModelsDownload(
  application: Application,
  id: string | undefined,
  { yes = false, mirror, json = false }: ModelsDownloadOptions,
  surroundings: Partial<DownloadSurroundings> = {},
): Promise<void> {
  await withModels(application, { mirror, surroundings }, async (open) => {
    const catalog = await open.downloads.catalog()
    if (id === undefined) {
      listCatalog(catalog, application)
      return
    }
    const ids = filesOf(catalog, id)
    const licences = openLicences(catalog, ids)
    await acceptLicences(licences, application, yes)
    await open.downloads.order(
      ids,
      licences.map((licence) => licence.id),
    )
    await followDownloads(open, ids, application, json)
  })
}
