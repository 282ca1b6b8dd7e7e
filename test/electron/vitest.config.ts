import { defineConfig } from 'vitest/config'

/** The window's tests: real windows, one after the other. */
export default defineConfig({
  test: {
    include: ['test/electron/**/*.spec.ts'],
    globalSetup: ['test/electron/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
