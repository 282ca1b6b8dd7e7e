import { posix, win32 } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface FileArgumentsOptions {
  /** Arguments of a started program, its own name first. */
  readonly argv: readonly string[]
  /** Whether the second one names the app to run, as `electron FOLDER` has it. */
  readonly isUnpackaged: boolean
  readonly workingFolder: string
  readonly platform: NodeJS.Platform
}

/** The absolute paths among a program's arguments. Switches (Chromium adds its own) are left out. */
export function fileArguments({ argv, isUnpackaged, workingFolder, platform }: FileArgumentsOptions): string[] {
  const paths = platform === 'win32' ? win32 : posix
  const given = argv.slice(1).filter((argument) => argument !== '' && !argument.startsWith('-'))
  return given.slice(isUnpackaged ? 1 : 0).flatMap((argument) => {
    if (!argument.startsWith('file:')) return [paths.resolve(workingFolder, argument)]
    try {
      return [fileURLToPath(argument, { windows: platform === 'win32' })]
    } catch {
      return []
    }
  })
}
