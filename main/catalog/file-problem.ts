import { basename } from 'node:path'
import { CheckpointError } from '../../models/checkpoints/checkpoint-error.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'

/** A model, LoRA or VAE that can't be used. Its sentence names the file. */
export class ModelFileError extends SentenceError {
  override readonly name = 'ModelFileError'
}

const SYSTEM_PROBLEMS = {
  ENOENT: 'model-file.missing',
  EACCES: 'model-file.permission',
  EPERM: 'model-file.permission',
  EISDIR: 'model-file.is-folder',
  EIO: 'model-file.disk-error',
} as const

function systemProblem(error: unknown, path: string): Sentence | null {
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : ''
  if (Object.hasOwn(SYSTEM_PROBLEMS, code)) {
    return sentence(SYSTEM_PROBLEMS[code as keyof typeof SYSTEM_PROBLEMS], { path })
  }
  const isOfSystem = error instanceof Error && 'syscall' in error
  return isOfSystem ? sentence('model-file.system', { path, code }) : null
}

/** Puts a file's name into whatever went wrong while `read` worked on it. */
export function namingFile<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof CheckpointError) {
      const file = basename(path) || path
      throw new ModelFileError(sentence('model-file.named', { file, problem: error.sentence }), { cause: error })
    }
    const problem = systemProblem(error, path)
    if (problem !== null) throw new ModelFileError(problem, { cause: error })
    throw error
  }
}
