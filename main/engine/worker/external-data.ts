import { realpathSync } from 'node:fs'
import path, { type PlatformPath } from 'node:path'
import { namingFile } from '../../catalog/file-problem.ts'

/**
 * ONNX Runtime reads external data only below one folder per session. The root of the file system is the one folder
 * that holds a checkpoint, a VAE and LoRAs from anywhere; on Windows, that of one drive.
 */
export interface ExternalDataPlan {
  readonly folder: string
  /** The location to write into the graph for a file that is not elsewhere. */
  readonly locate: (file: string) => string
  /** Files on other drives than the first one's: their weights have to be part of the graph. */
  readonly elsewhere: readonly string[]
}

/** How the platform names files; tests put Windows' in place of their own. */
export interface FileNames {
  /** Follows links: one that leads out of the folder would be refused. */
  readonly resolve: (file: string) => string
  readonly path: Pick<PlatformPath, 'parse' | 'relative' | 'sep'>
}

const PLATFORM: FileNames = { resolve: (file) => namingFile(file, () => realpathSync.native(file)), path }

/**
 * Decides how a session finds its weights.
 * @param files all files that the graph refers to, the largest first
 * @throws ModelFileError where a file does not exist any more.
 */
export function planExternalData(files: readonly string[], names = PLATFORM): ExternalDataPlan {
  const { parse, relative, sep } = names.path
  const resolved = new Map(files.map((file) => [file, names.resolve(file)]))
  const [first = sep] = resolved.values()
  const folder = parse(first).root
  // Drives are the same in upper and lower case.
  const isElsewhere = (file: string) => parse(resolved.get(file) ?? '').root.toLowerCase() !== folder.toLowerCase()
  const elsewhere = files.filter(isElsewhere)
  const locate = (file: string): string => {
    const parts = relative(folder, resolved.get(file) ?? file).split(sep)
    return parts.join('/')
  }
  return { folder, locate, elsewhere }
}
