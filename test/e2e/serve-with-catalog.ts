// `onestroke serve` with a catalog of the test's own, whose server is on this computer.
import { readFileSync } from 'node:fs'
import type { Manifest } from '../../main/catalog/published/manifest-schema.ts'
import { createApplication } from '../../main/cli/application.ts'
import { runServe } from '../../main/cli/serve-command.ts'

const PACE = { stallMs: 5000, checkpointMs: 10, mostFailures: 20, delayMs: () => 100 }
const POLICY = { allowsHost: (host: string) => host === 'localhost', allowsAddress: () => true }
const NO_PROGRAMS = { folders: [], comfyuiSettings: [], stabilityMatrixSettings: [] }

interface TestCatalog {
  readonly manifest: Manifest
  readonly ca: string
}

const catalog = readFileSync(process.env['ONESTROKE_TEST_CATALOG'] ?? '', 'utf8')
const { manifest, ca } = JSON.parse(catalog) as TestCatalog
const end = new AbortController()
process.on('SIGTERM', () => end.abort())
const application = createApplication(end.signal)
try {
  await runServe(
    application,
    { json: true, port: Number(process.argv.at(-1)) },
    {
      downloads: { manifest, ca, policy: POLICY, pace: PACE },
      modelSearch: { places: NO_PROGRAMS },
    },
  )
} finally {
  await application.engine.close()
}
