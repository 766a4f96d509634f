import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

interface Tier {
  /** How the names of its files end. */
  readonly ends: string;
  /** A PostgreSQL and an embedded database are prepared; the program is built. */
  readonly isServed: boolean;
  /** Each file begins in a process that has loaded nothing yet, and opened no database. */
  readonly isolate: boolean;
}

/** The tiers of tests. A file's name says what it needs and how long it takes. */
const tiers = {
  /** Neither a server nor a build: a second at most. */
  unit: { ends: '.test.ts', isServed: false, isolate: false },
  /** PostgreSQL, PGlite, and the built commands, in the test's own process but for a few. */
  db: { ends: '.db.test.ts', isServed: true, isolate: false },
  /** Pages, in Chromium. */
  browser: { ends: '.browser.test.ts', isServed: true, isolate: true },
  /** More than some ten seconds: whole programs, kills, faults, random walks, large files. */
  slow: { ends: '.slow.test.ts', isServed: true, isolate: true },
  /** What asks for a quiet machine. */
  nightly: { ends: '.nightly.test.ts', isServed: true, isolate: true },
} satisfies Record<string, Tier>;

const common = {
  setupFiles: ['test/helpers/bare-environment.ts'],
  // Only a test that hangs takes so long, also on a busy machine.
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000, interval: 20 } },
};

/** Every name ends as those of the unit tests do: the others are left out there. */
const endsOfOthers = Object.values(tiers)
  .map(({ ends }) => ends)
  .filter((ends) => ends !== tiers.unit.ends);

/** What takes more than half a minute, the longest first. */
const longest = ['run-pages', 'faults', 'kills-embedded', 'examples', 'writing-places', 'pooler', 'kills', 'watch'];
const placeOf = ({ moduleId }: TestSpecification) => {
  const place = longest.findIndex((name) => moduleId.endsWith(`/${name}${tiers.slow.ends}`));
  return place === -1 ? longest.length : place;
};

/** A fresh checkout remembers no durations: a long file that comes last would run alone, and leave a core idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Tests wait for processes and databases as much as they reckon: vitest's own choice leaves a core idle.
    maxWorkers: '100%',
    projects: Object.entries(tiers).map(([name, { ends, isServed, isolate }]) => ({
      test: {
        ...common,
        name,
        isolate,
        include: [`test/**/*${ends}`],
        exclude: ends === tiers.unit.ends ? endsOfOthers.map((other) => `test/**/*${other}`) : [],
        globalSetup: isServed ? ['test/helpers/postgres-server.ts'] : [],
      },
    })),
  },
});
