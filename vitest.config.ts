import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/postgres-server.ts'],
    setupFiles: ['test/helpers/bare-environment.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
