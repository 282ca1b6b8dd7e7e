import { existsSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { knownHashes, publishedHashes } from '../catalog/known-hashes.ts'
import { publishedFile } from '../catalog/published/published-files.ts'
import { verifyModelFile, type HashOptions } from '../catalog/verify-model.ts'
import { ModelFileError } from '../catalog/file-problem.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { FileError } from '../files/file-error.ts'
import type { Application } from './application.ts'
import { withModels, type OpenModels } from './open-models.ts'
import { createProgressLine } from './progress-line.ts'

/** A file to hash, and the hashes that are right. */
interface Candidate {
  readonly path: string
  readonly known: readonly string[]
}

function candidatesFor({ models, settings }: OpenModels, wanted: string | undefined): Candidate[] {
  const files = models
    .list()
    .filter(
      ({ builtIn, present, path }) =>
        !builtIn && present && statSync(path, { throwIfNoEntry: false })?.isFile() === true,
    )
  if (wanted === undefined) return files.map((model) => ({ path: model.path, known: knownHashes(model.path, model) }))
  const published = publishedFile(wanted)
  const path = published === null ? resolve(wanted) : join(settings.modelsFolder, published.fileName)
  const model = files.find((one) => one.path === path || (published !== null && one.publishedId === published.id))
  const found = model?.path ?? path
  if (!existsSync(found)) throw new ModelFileError(sentence('model-file.missing', { path: found }))
  return [{ path: found, known: published === null ? knownHashes(found, model) : publishedHashes(published) }]
}

const STATES = { right: 'right  ', wrong: 'WRONG  ', unknown: 'unknown' } as const

/** What of a candidate is told: one line, and why it is no good. */
interface Report {
  readonly line: string
  readonly problem: Sentence | null
}

async function verify({ path, known }: Candidate, json: boolean, options: HashOptions): Promise<Report> {
  try {
    const { state, expected, actual, problem } = await verifyModelFile(path, known, options)
    return {
      line: json ? JSON.stringify({ path, state, expected, actual }) : `${STATES[state]} ${actual} ${path}`,
      problem,
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const { message } = error.sentence
    return {
      line: json ? JSON.stringify({ path, state: 'unreadable', message }) : `UNREADABLE ${message}`,
      problem: error.sentence,
    }
  }
}

/**
 * `onestroke models verify`: hashes anew and compares.
 * @throws ModelFileError for the first file that is damaged or cannot be read, once all have been looked at
 */
export async function runModelsVerify(
  application: Application,
  wanted: string | undefined,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const { print, signal } = application
  const candidates = await withModels(application, {}, (open) => Promise.resolve(candidatesFor(open, wanted)))
  const progress = createProgressLine(application)
  let first: Sentence | null = null
  for (const candidate of candidates) {
    const { path } = candidate
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    const onProgress = (done: number) =>
      progress.show(`hashing ${basename(path)}: ${((100 * done) / Math.max(size, 1)).toFixed(0)} %`)
    const { line, problem } = await verify(candidate, json, { signal, onProgress })
    progress.clear()
    print(line)
    first ??= problem
  }
  if (first !== null) throw new ModelFileError(first)
}
