import { defineConfig } from 'vitest/config';

interface Tier {
  /** How the names of its files end. */
  readonly ends: string;
  /** A PostgreSQL and an embedded database are prepared; the program is built. */
  readonly isServed: boolean;
}

/** The tiers of tests. A file's name says what it needs and how long it takes. */
const tiers = {
  /** Neither a server nor a build: a second at most. */
  unit: { ends: '.test.ts', isServed: false },
  /** PostgreSQL, PGlite, and the built commands, in the test's own process but for a few. */
  db: { ends: '.db.test.ts', isServed: true },
  /** Pages, in Chromium. */
  browser: { ends: '.browser.test.ts', isServed: true },
  /** More than some ten seconds: whole programs, kills, faults, random walks, large files. */
  slow: { ends: '.slow.test.ts', isServed: true },
  /** What asks for a quiet machine. */
  nightly: { ends: '.nightly.test.ts', isServed: true },
} satisfies Record<string, Tier>;

const common = {
  setupFiles: ['test/helpers/bare-environment.ts'],
  // Only a test that hangs takes so long, also on a busy machine.
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

export default defineConfig({
  test: {
    // Tests wait for processes and databases as much as they reckon: vitest's own choice leaves a core idle.
    maxWorkers: '100%',
    projects: Object.entries(tiers).map(([name, { ends, isServed }]) => ({
      test: {
        ...common,
        name,
        include: [`test/**/*${ends}`],
        exclude: Object.values(tiers).flatMap((other) =>
          other.ends.endsWith(ends) && other.ends !== ends ? [`test/**/*${other.ends}`] : [],
        ),
        globalSetup: isServed ? ['test/helpers/postgres-server.ts'] : [],
      },
    })),
  },
});
