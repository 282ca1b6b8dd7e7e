import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build, Platform, type AfterPackContext, type Configuration } from 'electron-builder'
import { inject } from 'vitest'
import config from '../../build/electron-builder.config.ts'
import { ROOT } from '../../build/repository.mjs'

/**
 * Packages the application for this computer, without an installer around it.
 * @param output an empty folder
 * @returns the program's path.
 */
export async function makePackage(output: string): Promise<string> {
  const { executable, generation } = inject('electron')
  await build({
    targets: Platform.current().createTarget('dir'),
    projectDir: ROOT,
    publish: 'never',
    config: {
      ...config,
      ...(generation === 'older' ? olderElectron(executable) : {}),
      electronDist: dirname(executable),
      directories: { ...config.directories, output },
    },
  })
  return join(output, `${basename(Platform.current().nodeName)}-unpacked`, 'onestroke')
}

/** What the older Electron needs otherwise. */
function olderElectron(executable: string): Configuration {
  const version = execFileSync(executable, ['--version', '--no-sandbox'], { encoding: 'utf8' }).trim()
  return {
    electronVersion: version.replace(/^v/, ''),
    extraMetadata: { main: 'test/electron/older-electron/packaged.cjs' },
    files: [config.files ?? [], 'dist/electron-node16/*.cjs', 'test/electron/older-electron/*.cjs'].flat(),
    // It does not know this one yet, and takes an unknown one for an error.
    electronFuses: { ...config.electronFuses, grantFileProtocolExtraPrivileges: undefined as never },
    afterPack(context: AfterPackContext) {
      rmSync(join(context.appOutDir, 'resources', 'app'), { recursive: true })
      config.afterPack(context)
    },
  }
}
