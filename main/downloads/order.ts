import type { ManifestFile } from '../catalog/published/manifest-schema.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'

/** A published file that is to come here: from the net, or from a file of this computer. */
export interface Order {
  readonly file: ManifestFile
  readonly from: string | null
  /** Where it goes: a later change of the settings is for later orders, so that what has arrived is found again. */
  readonly folder: string
}

export interface Progress {
  readonly state: 'running' | 'checking' | 'importing'
  readonly doneBytes: number
  readonly totalBytes: number
  /** Why it waits for its next try. */
  readonly problem: Sentence | null
}

/** One try to bring a published file here. */
export interface Run {
  readonly folder: string
  readonly file: ManifestFile
  readonly signal: AbortSignal
  readonly report: (progress: Progress) => void
}
