import { svelte } from '@sveltejs/vite-plugin-svelte'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { noteBundledPackages } from './bundled-packages.ts'

/** A path in the repository. */
function inRepository(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}

/**
 * The page, for the desktop window and for browsers. ONESTROKE_PAGE_TARGET lowers it for the older Chromium that the
 * window's tests run in.
 */
export default defineConfig({
  root: inRepository('renderer'),
  base: './',
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } }), noteBundledPackages('page')],
  build: {
    target: process.env['ONESTROKE_PAGE_TARGET'] ?? 'chrome140',
    outDir: inRepository('dist/renderer'),
    emptyOutDir: true,
    // The content security policy allows neither data: scripts nor data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
