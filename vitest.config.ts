import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/postgres-server.ts'],
    setupFiles: ['test/helpers/bare-environment.ts'],
    // Tests wait for processes and databases as much as they reckon: vitest's own choice leaves a core idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
