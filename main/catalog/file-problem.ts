import { basename } from 'node:path'
import { CheckpointError } from '../../models/checkpoints/checkpoint-error.ts'

/** A model, LoRA or VAE that can't be used. The message is one sentence that names the file. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError'
}

const SYSTEM_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist. Check the path.',
  EACCES: 'may not be read. Check its permissions.',
  EPERM: 'may not be read. Check its permissions.',
  EISDIR: 'is a folder where a file is needed.',
  EIO: 'cannot be read from the disk. Check the drive.',
}

function systemProblem(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return code === undefined ? undefined : SYSTEM_PROBLEMS[code]
}

/** Puts a file's name into whatever went wrong while `read` worked on it. */
export function namingFile<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const name = basename(path) || path
    if (error instanceof CheckpointError) {
      const message = /^The file\b/.test(error.message)
        ? error.message.replace('The file', name)
        : `${name}: ${error.message}`
      throw new ModelFileError(message, { cause: error })
    }
    const problem = systemProblem(error)
    if (problem !== undefined) throw new ModelFileError(`${path} ${problem}`, { cause: error })
    throw error
  }
}
