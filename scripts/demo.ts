/** From customers in a spreadsheet to a calendar kept in step, in a temporary folder: what README's first command shows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { editBookings, editCalendar } from './demo-edits.js';
import { writeDemoFile } from './demo-file.js';

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'renos-sync-demo-'));
const dataDir = join(folder, 'data');
const kept = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TERM', 'NO_COLOR', 'FORCE_COLOR', 'SystemRoot', 'TEMP', 'TMPDIR'];
const env = {
  ...Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
  RENOS_DATA_DIR: dataDir,
  GOOGLE_CALENDAR_API_URL: 'sandbox',
};
const problems: string[] = [];

const tell = (text: string) => process.stdout.write(`${text}\n`);
const say = (text: string) => tell(`\n${text}`);

/** Starts the program as a person would; `silently` keeps its output for the demo to check. */
function start(words: readonly string[], silently = false) {
  if (!silently) process.stdout.write(`\n$ renos-sync ${words.join(' ')}\n`);
  const stdio = ['ignore', silently ? 'pipe' : 'inherit', 'inherit'] as const;
  return spawn(process.execPath, [program, ...words], { cwd: folder, env, stdio: [...stdio] });
}

async function run(...words: string[]): Promise<void> {
  const [code] = await once(start(words), 'close');
  expect(`exit code of renos-sync ${words.join(' ')}`, code, 0);
}

async function ask(...words: string[]): Promise<Record<string, unknown>> {
  const child = start([...words, '--json', '--quiet'], true);
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await once(child, 'close');
  return JSON.parse(text) as Record<string, unknown>;
}

function expect(what: string, found: unknown, wanted: unknown): void {
  if (found !== wanted) problems.push(`${what} is ${found}, not ${wanted}`);
}

/** Compares what each run remembers of itself, oldest first; a count that is not named must be 0. */
async function expectRuns(wanted: readonly Readonly<Record<string, number>>[]): Promise<void> {
  const { runs } = (await ask('history')) as { runs: { counts: Record<string, number> }[] };
  expect('number of runs', runs.length, wanted.length);
  for (const [index, { counts }] of runs.toReversed().entries()) {
    const { requests: _, ...found } = counts;
    const expected = { ...Object.fromEntries(Object.keys(found).map((name) => [name, 0])), ...wanted[index] };
    for (const [name, count] of Object.entries(expected)) expect(`run ${index + 1}: ${name}`, found[name], count);
  }
}

async function serveCalendar(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const child = start(['sandbox', '--json'], true);
  const ended = once(child, 'close');
  let text = '';
  if (child.stdout === null) throw new Error('The sandbox has no output.');
  for await (const line of createInterface(child.stdout)) {
    text += line;
    if (line.startsWith('}')) break;
  }
  const { url } = JSON.parse(text) as { url: string };
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, stop };
}

async function show(): Promise<void> {
  say('Ten customers and eleven bookings, in a spreadsheet as a Danish Excel saves it.');
  writeDemoFile(join(folder, 'kunder.csv'), new Date());
  await run('validate', 'kunder.csv', '--create-bookings');
  await run('import-csv', 'kunder.csv', '--create-bookings', '--no-sync');

  say('A Google Calendar that runs on this machine takes the bookings; a second sync finds nothing to do.');
  const calendar = await serveCalendar();
  try {
    await run('sync');
    await run('sync');

    say('In RenOS, somebody moves one booking, cancels another, and adds a note to a third:');
    const events = await editBookings(join(dataDir, 'database'), tell);
    say('In Google Calendar, somebody drags an event, deletes one, adds one, and corrects an address:');
    await editCalendar(calendar.url, events, tell);

    await run('sync', '--dry-run');
    await run('sync');

    say('What came of it:');
    await run('status');
    await run('history');
    await run('export');
    await expectRuns([
      { created: 10, unchanged: 2, bookingsCreated: 11 },
      { eventsCreated: 11 },
      {},
      { eventsUpdated: 2, eventsDeleted: 1, bookingsCreated: 1, bookingsUpdated: 2, bookingsCancelled: 1 },
    ]);
    const { verdict, totalEvents } = await ask('status');
    expect('verdict', verdict, 'in-step');
    expect('events', totalEvents, 10);
  } finally {
    await calendar.stop();
  }
}

try {
  await show();
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (problems.length > 0) {
  process.stderr.write(`\nThe demo did not end as it should:\n  ${problems.join('\n  ')}\n`);
  process.exitCode = 1;
} else {
  say('Both sides agree, and every count was the expected one. Nothing of this is left on your machine.');
  say('To look at a week, runs and conflicts in your browser: GOOGLE_CALENDAR_API_URL=sandbox renos-sync ui');
}
