import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ImportDetails } from '../../../src/core/customers/import/import-details.js';
import type { FindingGroup, ImportAndSyncResult } from '../../../src/core/results/import-result.js';
import { languages } from '../../../src/messages/language.js';
import { importBody } from '../../../src/reports/html/import-body.js';
import { html, sourceOf } from '../../../src/reports/html/markup.js';
import { importPage, syncPage } from '../../../src/reports/html/pages.js';
import { frameIn, importOf, samplePages } from '../../helpers/sample-pages.js';
import { sampleSync } from '../../helpers/sample-results.js';

const most = 2_000_000;
const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><a href='javascript:alert(1)'>x</a>",
  '</style></title></textarea><svg onload=alert(1)>',
  '\u202egnp.exe\u0001\u001b[2J',
  '<'.repeat(20_000),
];

/** Tags of a page that no page of ours has, written in any way. */
function strangeTags(source: string): readonly string[] {
  const ours =
    /^<(?:!doctype html|!-- renos-sync --|\/?(?:html|head|meta|title|style|body|a|header|h[1-4]|p|main|div|span|strong|bdi|code|pre|dl|dt|dd|section|table|thead|tbody|tr|th|td|ul|li|details|summary|del|ins|footer|figure|figcaption|svg|rect|line|text)(?: [\w-]+(?:="[^"<>]*")?)*\/?)>$/;
  const body = source.replace(/<style>.*?<\/style>/s, '<style></style>');
  const tags = body.match(/<[^>]*>?/g) ?? [];
  return tags.filter((tag) => !ours.test(tag) || / (?:on\w+|style|src)=| href="(?!#)/.test(tag));
}

test.each(attacks)('every page shows what comes from outside as text: %j', async (attack) => {
  for (const [name, source] of Object.entries(await samplePages('en', (text) => `${text.slice(0, 40)}${attack}`))) {
    expect({ name, strange: strangeTags(source) }).toEqual({ name, strange: [] });
    expect(source).not.toMatch(/(?![\t\n])\p{Control}|\u202e/u);
    expect(Buffer.byteLength(source)).toBeLessThan(most);
  }
});

test('a tag that is not ours would be found', () => {
  expect(strangeTags('<p><img src=x></p><a href="http://x">')).toEqual(['<img src=x>', '<a href="http://x">']);
});

describe.each(languages)('in %s', (language) => {
  test('the page of an import shows how the file is read, and each finding with its row and the cell marked', async () => {
    const source = await importOf('Navn;E-mail\nÅse Holm;aase@example.dk\nBo Lind;bo@@example.dk\n', frameIn(language));
    expect(source).toContain('<bdi>E-mail</bdi>');
    expect(source).toContain('<code>email</code>');
    expect(source).toMatch(
      /class="cell marked bad"><span class="head"><bdi>E-mail<\/bdi><\/span> .*?<bdi>bo@@example.dk<\/bdi>/s,
    );
    expect(source).toContain('<bdi>Bo Lind</bdi>');
  });

  test('the page of a sync shows each change in its week, with both values and its rule', () => {
    const source = syncPage(
      sampleSync((text) => text),
      frameIn(language),
    );
    expect(source).toContain('href="#change-3"');
    expect(source).toContain('id="change-3"');
    expect(source).toMatch(/<del>.*?Nygade 1.*?<\/del>.*?<ins>.*?Torvet 2.*?<\/ins>/s);
    expect(source).toContain('create-event (new/none)');
    expect(source).toContain(language === 'da' ? 'Uge 48' : 'Week 48');
    // 09:00 UTC is ten o'clock in Denmark.
    expect(source).toContain('13:00<span class="until">–15:30</span>');
  });
});

describe('however much there is, a page stays under two megabytes and says how to see the rest', () => {
  test('a sync of 3,000 bookings in a month', () => {
    const result = sampleSync((text) => text);
    const [change] = result.changes;
    if (change === undefined) throw new Error('There is no change.');
    const changes = Array.from({ length: 3_000 }, (_, at) => {
      const day = `2026-11-${String((at % 30) + 1).padStart(2, '0')}`;
      const time = `${day}T${String(7 + (at % 9)).padStart(2, '0')}:00:00Z/${day}T17:00:00Z`;
      return { ...change, time, fields: { ...change.fields, time: [null, time] as const } };
    });
    const source = syncPage({ ...result, changes }, frameIn('en'));
    expect(Buffer.byteLength(source)).toBeLessThan(most);
    expect(source).toContain('of 3000. All of them: <code>renos-sync sync --dry-run --json</code>');
  });

  test('an import with 500 kinds of findings, in rows of 100 cells with 4,000 characters', () => {
    const groups = Array.from({ length: 500 }, (_, at): FindingGroup => {
      const [column, reason] = [`Kolonne ${at % 100}`, 'has no @ <'];
      return { severity: 'error', code: `code-${at}`, column, reason, remedy: 'Correct it.', count: 5_000, lines: [2] };
    });
    const cells = Array.from({ length: 100 }, () => '<'.repeat(10_000));
    const rowsOf = () => Array.from({ length: 20 }, (_, at) => ({ line: at + 2, cells }));
    const samples = new Map(cells.map((text, at) => [at, [text, text, text]]));
    const values = Array.from({ length: 200 }, (_, line) => ({
      line,
      field: 'notes' as const,
      from: cells[0] ?? '',
      to: cells[1] ?? '',
    }));
    const details: ImportDetails = { samples, replaced: values, rowsOf };
    const source = importPage(importOf500(groups), frameIn('en'), details);
    expect(Buffer.byteLength(source)).toBeLessThan(most);
    expect(source).toContain('of 5000');
    expect(source).toContain('renos-sync undo r1');
    const served = importBody(importOf500([]), { ...frameIn('en').page, formToken: 'token' }, details);
    expect(sourceOf(html`${served}`)).toContain('href="/runs/r1/undo"');
  });
});

test('the code of all pages, with styles, scripts and the calendar of the sandbox, stays small', async () => {
  const source = join(import.meta.dirname, '..', '..', '..', 'src');
  const folders = ['reports/html', 'reports/html/site', 'server/pages', 'sandbox/http'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(source, folder)).map((name) => join(source, folder, name)),
  );
  const ofPages = files.filter((path) => path.endsWith('.ts') && !/sandbox.http.(?!calendar-)/.test(path));
  const lines = ofPages.flatMap((path) => readFileSync(path, 'utf8').split('\n'));
  const code = lines.filter((line) => !/^\s*(?:$|\/\/|\/?\*)/.test(line));
  expect(ofPages.length).toBeGreaterThan(25);
  expect(code.length).toBeLessThan(2_500);
});

function importOf500(findingGroups: readonly FindingGroup[]): ImportAndSyncResult {
  const none = { name: 0, email: 0, phone: 0, address: 0, companyName: 0, notes: 90_000 };
  return {
    ...{ success: true, customersProcessed: 100_000, customersCreated: 90_000, customersUpdated: 5_000 },
    ...{ bookingsCreated: 0, errors: [], warnings: [], processingTime: 1, customersUnchanged: 0, customersSkipped: 0 },
    ...{ customersRejected: 5_000, bookingsUpdated: 0, bookingsUnchanged: 0, customersRenamed: 0, replaced: none },
    ...{ dryRun: false, resumed: false, runId: 'r1', findings: [], findingGroups, rejectsFile: 'kunder.rejects.csv' },
    file: {
      name: 'kunder.csv',
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ';',
      rows: 100_000,
      columns: 100,
      columnsUsed: 5,
    },
    mapping: Array.from({ length: 100 }, (_, at) => ({ column: `Kolonne ${at}`, target: null })),
    ...{ refusal: null, sync: null },
  };
}
