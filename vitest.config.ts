import { defineConfig } from 'vitest/config';

/** What takes minutes, or asks for a quiet machine: `npm run nightly`. */
const nightly = 'test/**/*.nightly.test.ts';

export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === 'nightly' ? nightly : 'test/**/*.test.ts'],
    exclude: mode === 'nightly' ? [] : [nightly],
    globalSetup: ['test/helpers/postgres-server.ts'],
    setupFiles: ['test/helpers/bare-environment.ts'],
    // Tests wait for processes and databases as much as they reckon: vitest's own choice leaves a core idle.
    maxWorkers: '100%',
    // Only a test that hangs takes so long, also on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
}));
