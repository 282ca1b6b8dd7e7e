import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { noteBundledPackages } from './bundled-packages.ts'

/** A path in the repository. */
function inRepository(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}

/**
 * The programs that run on plain Node: the command line, the engine's process, and the watch on its parent. Packages
 * with native code stay outside; data files stay in their folders (main/files/resources.ts finds them).
 */
export default defineConfig({
  root: inRepository('.'),
  plugins: [noteBundledPackages('core')],
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'dist',
    // A running program may still load its files from there.
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        onestroke: inRepository('main/cli/onestroke.ts'),
        'engine-worker': inRepository('main/engine/worker/worker.ts'),
        'parent-watch': inRepository('main/engine/worker/parent-watch.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
  ssr: { target: 'node', noExternal: true, external: ['onnxruntime-node', 'sharp', 'better-sqlite3', 'trash'] },
})
