import { Errors } from '@oclif/core';
import { describe, expect, test } from 'vitest';
import { usageError } from '../../src/cli/usage-error.js';
import { InputFileError, saying } from '../../src/core/errors.js';
import { runCli } from '../helpers/cli.js';

describe('what was typed wrongly', () => {
  test.each([
    ['sync --dryrun', 'renos-sync sync has no flag --dryrun. Did you mean --dry-run?'],
    ['sync --direcion google-to-db', 'renos-sync sync has no flag --direcion. Did you mean --direction?'],
    ['sync --findes-ikke', 'renos-sync sync has no flag --findes-ikke.'],
    ['import kunder.csv --create', 'renos-sync import has no flag --create. Did you mean --create-bookings?'],
    ['import a.csv b.csv', 'renos-sync import does not take b.csv.'],
    ['show', 'ID is missing after renos-sync show.'],
    ['sync --on-conflict nyeste', '--on-conflict must be one of: newest, google, database, hold.'],
    ['sync --calendar', '--calendar needs a value after it.'],
    ['serve --port x', '--port must be a whole number.'],
    ['serve --port 70000', '--port must be a whole number, at most 65535.'],
    ['sync --max-events 0', '--max-events must be a whole number, at least 1.'],
    ['move-calendar --from primary', 'renos-sync move-calendar needs --to.'],
    ['export --excel --bom', '--bom and --excel cannot be used together.'],
    ['sync --since 2026-01-01 --since 2026-02-01', '--since may be given only once.'],
  ])('%s', async (typed, message) => {
    const outcome = await runCli([...typed.split(' '), '--json']);
    expect(outcome).toMatchObject({ exitCode: 2, stderr: '' });
    expect(outcome.json()).toMatchObject({ success: false, error: { code: 'usage', message, exitCode: 2 } });
  });

  test('is reported in Danish too', async () => {
    const { stderr, exitCode } = await runCli(['sync', '--dryrun', '--lang', 'da']);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'Fejl: renos-sync sync har ikke flaget --dryrun. Mente du --dry-run?\n\nDet kan du gøre:\n  renos-sync sync --help\n',
    );
  });
});

test('an unknown sentence keeps the parser’s text; other errors are not usage errors', () => {
  const typed = { command: 'renos-sync sync', flags: {} };
  const unforeseen = new Errors.CLIError('Something else is wrong\nSee more help with --help');
  expect(usageError(unforeseen, typed)).toMatchObject({
    code: 'usage',
    message: 'Something else is wrong',
    actions: ['renos-sync sync --help'],
  });
  expect(usageError(new Error('x'), typed)).toBeNull();
  expect(usageError(new InputFileError(saying('file-empty/file', { name: 'x' })), typed)).toBeNull();
});
