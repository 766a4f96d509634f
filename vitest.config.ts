import { defineConfig } from 'vitest/config';

/**
 * Tests that take long, by the mode that runs them: proofs (files of more than some ten seconds: whole programs, kills,
 * faults, walks, large files) in CI beside the others, and what asks for a quiet machine at night.
 */
const long: Readonly<Record<string, string>> = {
  proofs: 'test/**/*.proof.test.ts',
  nightly: 'test/**/*.nightly.test.ts',
};

export default defineConfig(({ mode }) => ({
  test: {
    include: [long[mode] ?? 'test/**/*.test.ts'],
    exclude: mode in long ? [] : Object.values(long),
    globalSetup: ['test/helpers/postgres-server.ts'],
    setupFiles: ['test/helpers/bare-environment.ts'],
    // Tests wait for processes and databases as much as they reckon: vitest's own choice leaves a core idle.
    maxWorkers: '100%',
    // Only a test that hangs takes so long, also on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
}));
