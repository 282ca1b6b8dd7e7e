import { fileURLToPath } from 'node:url'
import { defineConfig, type UserConfig } from 'vite'
import { noteBundledPackages } from './bundled-packages.ts'

/** A path in the repository. */
function inRepository(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}

/** `main`: the main process. `preload`: the script between it and the page, which the sandbox wants as one CommonJS file. */
const PART = process.env['ONESTROKE_SHELL_PART'] === 'preload' ? 'preload' : 'main'

/** Set for the older Electron that the window's tests may run in: it has Node 16, and loads CommonJS only. */
const IS_FOR_OLD_ELECTRON = process.env['ONESTROKE_SHELL_TARGET'] === 'node16'

const format = PART === 'preload' || IS_FOR_OLD_ELECTRON ? 'cjs' : 'es'

/** The desktop shell. Its packages are bundled in; nothing but Electron itself is looked up at run time. */
const config: UserConfig = {
  root: inRepository('.'),
  plugins: [noteBundledPackages(`shell-${PART}`)],
  publicDir: inRepository('build/icons'),
  build: {
    ssr: true,
    target: IS_FOR_OLD_ELECTRON ? 'node16' : 'node24',
    outDir: IS_FOR_OLD_ELECTRON ? 'dist/electron-node16' : 'dist/electron',
    emptyOutDir: false,
    copyPublicDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: inRepository(`electron/${PART}.ts`),
      external: ['electron'],
      output: { format, entryFileNames: `${PART}.${format === 'cjs' ? 'cjs' : 'js'}`, codeSplitting: false },
    },
  },
  ssr: { target: 'node', noExternal: true, external: ['electron'] },
}

export default defineConfig(config)
