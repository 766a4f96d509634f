import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OperatorWorld, openOperatorWorld } from '../helpers/operator-world.js';
import { tempFolder } from '../helpers/temp-folder.js';

vi.setConfig({ testTimeout: 120_000 });

const commandsFolder = fileURLToPath(new URL('../../src/cli/commands/', import.meta.url));
const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

interface Example {
  readonly id: string;
  /** As a person types it, but for a free port. */
  readonly line: string;
}

/** Every example of every command's help. */
async function examples(): Promise<readonly Example[]> {
  const files = (await readdir(commandsFolder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const found = files.sort().map(async (file) => {
    const id = file.replace(/(\/index)?\.ts$/, '').replaceAll('/', ' ');
    const { default: command } = (await import(join(commandsFolder, file))) as {
      default: { examples?: (string | { command: string })[] };
    };
    const lines = (command.examples ?? []).map((example) => (typeof example === 'string' ? example : example.command));
    expect(lines.length, `${id} has examples`).toBeGreaterThan(0);
    return lines.map((line) => ({
      id,
      line: line
        .replaceAll('<%= config.bin %>', 'renos-sync')
        .replaceAll('<%= command.id %>', id)
        .replace(/--port \d+/, '--port 0'),
    }));
  });
  return (await Promise.all(found)).flat();
}

/** These run until they are stopped. */
const lasting: ReadonlySet<string> = new Set(['database', 'sandbox', 'serve', 'ui']);
/** Asks in a terminal, and there is none here. */
const asks = 'renos-sync conflicts resolve';
const exitCodes: Readonly<Record<string, readonly number[]>> = {
  ...{ status: [0, 4], sync: [0, 4], undo: [0, 4] },
  // With --detailed-exitcode.
  apply: [0, 2],
};

const folder = tempFolder('examples');
let world: OperatorWorld | undefined;
let eventId = '';
let otherCalendar = '';

beforeAll(async () => {
  await mkdir(join(folder, 'bin'));
  const shim = join(folder, 'bin', 'renos-sync');
  await writeFile(shim, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  await chmod(shim, 0o755);
});
afterAll(async () => {
  await world?.close();
});

/** The files that the examples name; one that an example writes is not there yet. */
async function layOut({ id, line }: Example): Promise<void> {
  if (id === 'apply') await world?.run(['sync', '--dry-run', '--save-plan', join(folder, 'plan.json')]);
  const start = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 11);
  const bookings = [{ startTime: `${start}09:00`, endTime: `${start}11:00` }];
  const customer = { name: 'Åse Bøgh', email: 'aase@example.dk', bookings };
  const [heads, cells] = line.includes('--create-bookings')
    ? [';Booking start;Booking end', `;${start}09:00;${start}11:00`]
    : ['', ''];
  await writeFile(join(folder, 'kunder.csv'), `Kundenavn;E-mail${heads}\nÅse Bøgh;aase@example.dk${cells}\n`);
  await writeFile(join(folder, 'customers.json'), JSON.stringify([customer]));
  await writeFile(join(folder, 'customers.ndjson.gz'), gzipSync(`${JSON.stringify(customer)}\n`));
  const written = /(?:--output|-o|>) (\S+)|^renos-sync export .*?(\S+\.csv)$/.exec(line)?.slice(1).find(Boolean);
  if (written !== undefined) await rm(join(folder, written), { force: true });
}

/** A booking in step, and one conflict and one run whose ids begin like the examples'. */
async function prepare(): Promise<void> {
  const made = await openOperatorWorld();
  world = made;
  await made.addBooking('booking-1', 3);
  await made.addBooking('strid', 4, { address: 'Nygade 1' });
  await made.run(['sync']);
  eventId = (await made.eventOf('booking-1')).id ?? '';
  otherCalendar = (await made.google.calendars.insert({ requestBody: { summary: 'Hold 2' } })).data.id ?? '';
  await made.editBooking('strid', { address: 'Torvet 2', serviceType: 'Vinduer' });
  const requestBody = { location: 'Åvej 3', summary: 'Gulv' };
  await made.google.events.patch({
    calendarId: 'primary',
    eventId: (await made.eventOf('strid')).id ?? '',
    requestBody,
  });
  await made.run(['sync', '--on-conflict', 'hold']);
  await made.sql`update renos_sync.conflicts set id = '3f9a1c0000'`;
  const [first] = await made.sql<{ id: string }[]>`select id from renos_sync.runs order by seq limit 1`;
  for (const table of ['journal', 'journal_creations']) {
    await made.sql.unsafe(`update renos_sync.${table} set run_id = '3f9a1c0000' where run_id = $1`, [first?.id ?? '']);
  }
  await made.sql`update renos_sync.runs set id = '3f9a1c0000' where id = ${first?.id ?? ''}`;
}

/** A command, or an example of one, that does. */
const goesOn = ({ id, line }: Example) => lasting.has(id) || line.includes('--watch');

async function runExample(example: Example): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  const { id, line } = example;
  const isUp = line.includes('--watch') ? /\n/ : /(http|postgres):\/\//;
  const isMoved = ['adopt-calendar', 'move-calendar'].includes(id);
  const named = isMoved ? line.replace('hold2@group.calendar.google.com', otherCalendar) : line;
  const command = named.replace('EVENT-ID', eventId);
  const child = spawn('sh', ['-c', goesOn(example) ? command.replace('renos-sync', 'exec renos-sync') : command], {
    cwd: folder,
    env: {
      ...world?.env,
      PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
      HOME: folder,
      RENOS_DATA_DIR: join(folder, 'data'),
      ...(id === 'database' ? { DATABASE_URL: '' } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (goesOn(example) && isUp.test(stdout)) child.kill('SIGTERM');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (goesOn(example) && isUp.test(stderr)) child.kill('SIGTERM');
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout, stderr };
}

test("each command's help says how it exits", async () => {
  const files = (await readdir(commandsFolder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  for (const file of files) {
    const { default: command } = (await import(join(commandsFolder, file))) as { default: { description?: string } };
    expect(command.description, file).toMatch(/Exits 0 when .*, \d when /);
  }
});

describe("each example of a command's help does what it says", async () => {
  test.each(await examples())('$line', async (example) => {
    // A decision can be made only once; all else leaves the others something to work on.
    if (world === undefined || example.id === 'conflicts resolve') {
      await world?.close();
      await prepare();
    }
    await layOut(example);
    const { exitCode, stdout, stderr } = await runExample(example);
    if (example.id === 'move-calendar') {
      await world?.close();
      world = undefined;
    }
    if (example.line === asks) {
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('no terminal to ask in'),
      });
      return;
    }
    expect(stderr).not.toMatch(/^Error:/m);
    // A conflict is held, something is to be done, and an undo keeps what has changed since: what tells of that exits 4.
    const allowed = goesOn(example) ? [0, 143] : (exitCodes[example.id] ?? [0]);
    expect(allowed, stderr).toContain(exitCode);
    if (example.line.includes('--json')) expect(JSON.parse(stdout)).toBeTypeOf('object');
  });
});
