import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { tempFolder } from '../helpers/temp-folder.js';

describe('customer files from the command line', () => {
  let fresh: TestDatabase;
  const folder = tempFolder('test');
  let env: Record<string, string>;
  beforeAll(async () => {
    fresh = await freshDatabase();
    env = { DATABASE_URL: fresh.url };
  });
  afterAll(async () => {
    await fresh.drop();
  });

  const rows = [
    'Navn;E-mail;Telefon;Øvrigt',
    'Åse Ærø;aase@example.dk;20 30 40 50;x',
    'Bo Bak;bo(at)example.dk;;',
    'Cai;;21222324;',
  ];
  const file = async (name: string, text: string | Buffer) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  test('validate, dry run, import, again: the same findings, and exit codes that tell', async () => {
    const path = await file('kunder.csv', Buffer.from(rows.join('\r\n'), 'latin1'));
    const validate = await runCli(['validate', path, '--json'], env);
    const dry = await runCli(['import-csv', path, '--dry-run', '--json'], env);
    const real = await runCli(['import-csv', path, '--json'], env);
    expect([validate.exitCode, dry.exitCode, real.exitCode]).toEqual([4, 4, 4]);
    expect(dry.json().findings).toEqual(validate.json().findings);
    expect(real.json().findings).toEqual(validate.json().findings);
    expect(real.json()).toMatchObject({
      success: true,
      customersProcessed: 3,
      customersCreated: 2,
      customersUpdated: 0,
      customersUnchanged: 0,
      customersSkipped: 0,
      customersRejected: 1,
      bookingsCreated: 0,
      errors: ['line 3, column E-mail: has no @'],
      file: { encoding: 'windows-1252', delimiter: ';', rows: 3, columns: 4, columnsUsed: 3 },
      rejectsFile: `${path}.rejects.csv`,
    });
    expect(real.stdout).not.toContain('bo(at)');
    const again = await runCli(['import', path], env);
    expect(again.exitCode).toBe(4);
    expect(again.stdout).toContain('encoding windows-1252, delimiter ;, 4 columns, 3 used, 3 rows');
    expect(again.stdout).toMatch(/^Customers +0 +0 +2 +0 +1 +3$/m);
    expect(again.stderr).toBe('');
  });

  test('--quiet prints nothing after a success, and still prints findings', async () => {
    const good = await file('stille.csv', 'Navn,E-mail\nDitte Due,ditte@example.dk\n');
    const silent = { exitCode: 0, stdout: '', stderr: '' };
    expect(await runCli(['validate', good, '--quiet'], env)).toMatchObject(silent);
    expect((await runCli(['import-csv', good, '--dry-run', '--quiet'], env)).stdout).toContain('would be');
    expect(await runCli(['import-csv', good, '--quiet'], env)).toMatchObject(silent);
    const doubtful = await file('tvivl.csv', 'Navn,Telefon\nEva Ek,2030405\n');
    for (const command of ['validate', 'import-csv'])
      expect((await runCli([command, doubtful, '--quiet'], env)).stdout).toContain('phone-doubtful');
  });

  test('standard input, gzip, and a mapping that is kept', async () => {
    const text = 'Kd;Post\nDorte Duus;dorte@example.dk\n';
    const refused = await runCli(['import-csv', '-', '--json'], env, { input: text });
    expect([refused.exitCode, refused.json()]).toMatchObject([2, { success: false, error: { code: 'no-header' } }]);
    const printed = await runCli(
      ['import-csv', '-', '--map', 'Kd=name', '--map', 'Post=email', '--print-mapping'],
      env,
      { input: text },
    );
    expect(JSON.parse(printed.stdout)).toEqual({ Kd: 'name', Post: 'email' });
    const mapping = await file('mapping.json', printed.stdout);
    const packed = await file('kd.csv.gz', gzipSync(text));
    const result = await runCli(['import-csv', packed, '--mapping', mapping, '--json'], env);
    expect([result.exitCode, result.json()]).toMatchObject([0, { customersCreated: 1 }]);
  });

  test('most rows wrong: exit 3, nothing written, the override named', async () => {
    const path = await file('bad.csv', 'Name,Email\nE,e\nF,f\nGerda,gerda@example.dk\n');
    const refused = await runCli(['import-csv', path], env);
    expect(refused.exitCode).toBe(3);
    expect(refused.stdout).toContain('--accept-rejects');
    const accepted = await runCli(['import-csv', path, '--accept-rejects', '--json'], env);
    expect([accepted.exitCode, accepted.json().customersCreated]).toEqual([4, 1]);
  });

  test('confirmations go to the guests of new bookings to come, once, and never when nothing could be sent', async () => {
    const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const path = await file(
      'confirm.csv',
      [
        'Navn;E-mail;Telefon;Starttid;Sluttid;Status',
        `Ida Ibsen;ida@example.dk;;${inAMonth} 10:00;12:00;Planlagt`,
        `Kai Krog;;20304059;${inAMonth} 10:00;12:00;Planlagt`,
        'Liv Lund;liv@example.dk;;02-06-2014 10:00;12:00;Udført',
        `Max Munk;max@example.dk;;${inAMonth} 13:00;14:00;Aflyst`,
      ].join('\n'),
    );
    for (const [idle, action] of [
      [['--yes'], 'Add --create-bookings.'],
      [['--yes', '--create-bookings', '--no-sync'], 'Leave --no-sync out.'],
    ] as const) {
      const refused = await runCli(['import-csv', path, '--send-confirmations', ...idle, '--json'], env);
      expect([refused.exitCode, refused.json()]).toMatchObject([
        2,
        { error: { code: 'confirmation-idle', actions: [action] } },
      ]);
    }
    const calendar = await startSandbox({ requireAuth: false });
    try {
      const words = ['import-csv', path, '--create-bookings', '--send-confirmations', '--yes', '--json'];
      const where = { ...env, GOOGLE_CALENDAR_API_URL: calendar.url };
      const first = await runCli(words, where);
      expect([first.exitCode, first.json()]).toMatchObject([0, { customersCreated: 4, bookingsCreated: 4 }]);
      expect(calendar.mails.map(({ to }) => to)).toEqual(['ida@example.dk']);
      expect((await runCli(words, where)).json()).toMatchObject({ customersUnchanged: 4, bookingsCreated: 0 });
      expect(calendar.mails).toHaveLength(1);
    } finally {
      await calendar.close();
    }
  });

  test('terminal escapes in a file do not reach the terminal', async () => {
    const path = await file('escapes.csv', 'Name,Email,\u001b[31mred\u001b]0;t\u0007\n\u001b[2JH,h@example.dk,x\n');
    const result = await runCli(['import-csv', path], env);
    expect(result.exitCode).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(result.stdout + result.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });

  test('export and statistics', async () => {
    const out = join(folder, 'out.csv');
    const exported = await runCli(['export', '--output', out], env);
    expect(exported.exitCode).toBe(0);
    expect(await readFile(out, 'utf8')).toContain("Åse Ærø,aase@example.dk,'+4520304050");
    expect((await runCli(['export', '--output', out], env)).exitCode).toBe(2);
    const back = await runCli(['import-csv', out, '--json'], env);
    expect(back.json()).toMatchObject({ customersCreated: 0, customersUpdated: 0, customersRejected: 0 });
    const stats = await runCli(['stats', '--json'], env);
    expect(stats.json()).toMatchObject({ customersWithAddress: 0, totalBookings: 0, totalRevenue: 0 });
  });
});
