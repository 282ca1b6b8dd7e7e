import { svelte } from '@sveltejs/vite-plugin-svelte'
import { configDefaults, defineConfig } from 'vitest/config'

const PAGE_TESTS = 'test/unit/renderer/**/*.test.ts'

/** The page's tests run apart from the others: they alone need Svelte's compiler, and what browsers get of Svelte. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, PAGE_TESTS] },
      },
      {
        extends: true,
        // Otherwise the plugin compiles for rendering on a server, where nothing is reactive: these tests have no DOM.
        plugins: [svelte({ configFile: false, dynamicCompileOptions: () => ({ generate: 'client', runes: true }) })],
        ssr: { resolve: { conditions: ['browser', 'module', 'node'] } },
        test: { name: 'page', include: [PAGE_TESTS], server: { deps: { inline: ['svelte'] } } },
      },
    ],
  },
})
