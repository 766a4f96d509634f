import type { Failures } from '../../src/core/codes/failures.js';
import { ExitCode } from '../../src/core/errors.js';
import { failures } from '../../src/messages/en/failures/failures.js';
import { requestFailures } from '../../src/messages/en/failures/request.js';
import { findings, findingWords } from '../../src/messages/en/findings/findings.js';
import { failureReasons } from '../../src/messages/en/sync-reasons.js';
import { english } from '../../src/messages/english.js';
import {
  type Explanation,
  type FindingVoice,
  type Remark,
  textOf,
  type Voice,
  voiceOf,
} from '../../src/messages/voice.js';
import { failureSamples } from '../../test/helpers/failure-samples.js';
import { classesOfSentences } from './read-calls.js';

const exits: Readonly<Record<string, number>> = {
  ConfigurationError: ExitCode.wrongInput,
  InputFileError: ExitCode.wrongInput,
  SchemaVersionError: ExitCode.wrongInput,
  GuardRefusal: ExitCode.refused,
  UnavailableError: ExitCode.unavailable,
  BusyError: ExitCode.unavailable,
  LeaseLostError: ExitCode.unavailable,
  ItemRefusedError: ExitCode.partly,
  InterruptedError: ExitCode.interrupted,
};

/** Of errors whose class the source does not name beside their code. */
const exitOf: Readonly<Record<string, string>> = {
  'calendar-not-renamed': '2',
  'confirmation-idle': '2',
  'folder-in-use': '5',
  'many-renames': '3',
  'most-rows-rejected': '3',
  'no-customers': '3',
  interrupted: '130, 143',
  internal: '1',
};

/** What Google says is of one class, whatever its code is: `google/google-error.ts` decides that by a table. */
const ofGoogle = /^(google-|calendar-not-found$|sandbox-unwritable$)/;
/** What is tried again by itself. */
const passing: ReadonlySet<string> = new Set(['google-no-reply', 'event-became-series', 'event-keeps-moving']);

/** Values that make an example of a finding. */
const ofFindings = new Proxy<Record<string, unknown>>(
  {
    ...{ who: { line: 3 }, doubt: { why: 'name-alike' }, kind: 'phone', whose: 'dos', others: ['…'], isMore: false },
    ...{ fields: ['phone'], places: [{ line: 3 }], totals: ['totalBookings'], count: 3, more: 0, rows: 2, columns: 1 },
    ...{ opened: 3, closed: 9, line: 3, cells: 9, width: 8, place: 2 },
  },
  { get: (known, name) => known[String(name)] ?? '…' },
);

const typed = voiceOf('typed', 'en');

interface Row {
  readonly says: Set<string>;
  readonly fixes: Set<string>;
  exit: number | null;
}

/** Every code of an error, a finding and an item of a sync, with what it says and what to do. */
export function codesPage(): string {
  const errors = new Map<string, Row>();
  addSentences(errors);
  const ofSync = new Map<string, Row>();
  for (const [code, says] of Object.entries(failureReasons)) {
    const help = english.help({ code, passing: passing.has(code), bookingId: 'BOOKING', eventId: null }, false);
    ofSync.set(code, {
      says: new Set([says]),
      fixes: new Set([help.startsWith('renos-sync ') ? asCode(help) : help]),
      exit: null,
    });
  }
  return [
    '# Errors and findings by code',
    '',
    'Every code that renos-sync reports, with what it says and what to do. Names, addresses and counts are examples. A code stays',
    'as it is between versions, so scripts may compare it; `--json` has it as `error.code`, and findings as `code`.',
    '',
    '## Errors',
    '',
    'A command that ends with an error writes nothing more. The number is the [exit code](exit-codes.md).',
    '',
    '| code | exit | says | what to do |',
    '|---|---|---|---|',
    ...lines(errors, true),
    '',
    '## Items of a sync',
    '',
    'What `sync`, `status` and `show` say of one booking or event; all others are synced (exit 4).',
    '',
    '| code | says | what to do |',
    '|---|---|---|',
    ...lines(ofSync, false),
    '',
    '## Findings of a file',
    '',
    'What `import` and `validate` say of a row, a column or a file. An error rejects its row; a warning does not.',
    '',
    '| code | says | what to do |',
    '|---|---|---|',
    ...lines(ofFiles(), false),
  ].join('\n');
}

function rowOf(found: Map<string, Row>, code: string): Row {
  const row = found.get(code) ?? { says: new Set(), fixes: new Set(), exit: null };
  found.set(code, row);
  return row;
}

function ofFiles(): Map<string, Row> {
  const found = new Map<string, Row>();
  const say: FindingVoice = { ...typed, nothing: findingWords.nothing };
  for (const [id, tell] of Object.entries(findings)) {
    const { reason, remedy } = (tell as (params: object, say: FindingVoice) => Remark)(ofFindings, say);
    const row = rowOf(found, id.split('/')[0] ?? id);
    row.says.add(reason);
    row.fixes.add(remedy);
  }
  return found;
}

function addSentences(found: Map<string, Row>): void {
  const classes = classesOfSentences();
  for (const id of Object.keys(failures) as (keyof Failures)[]) {
    // What HTTP alone answers has no exit code.
    if (Object.hasOwn(requestFailures, id)) continue;
    const { message, actions } = (failures[id] as (params: object, say: Voice) => Explanation)(
      failureSamples[id],
      typed,
    );
    const row = rowOf(found, id.split('/')[0] ?? id);
    row.says.add(message);
    for (const action of actions) row.fixes.add(typeof action === 'string' ? asCode(action) : textOf(action));
    row.exit ??= exits[classes.get(id) ?? classes.get(id.split('/')[0] ?? '') ?? ''] ?? null;
  }
}

const shown = 3;

function lines(found: ReadonlyMap<string, Row>, withExit: boolean): readonly string[] {
  return [...found]
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([code, { says, fixes, exit }]) => {
      const cells = [`\`${code}\``, ...(withExit ? [exitNumber(code, exit)] : [])];
      return `| ${[...cells, cell(says), cell(fixes)].join(' | ')} |`;
    });
}

function exitNumber(code: string, found: number | null): string {
  const exit = found ?? exitOf[code] ?? (ofGoogle.test(code) ? ExitCode.unavailable : null);
  if (exit === null) throw new Error(`No exit code of ${code} is known: name it in exitOf.`);
  return String(exit);
}

function cell(texts: ReadonlySet<string>): string {
  return [...texts].slice(0, shown).map(escaped).join('<br>');
}

/** What is ready to paste. */
function asCode(text: string): string {
  return `\`${text.replace(/ {2,}#/, ' #')}\``;
}

/** A sentence in a cell of a table, or code. */
function escaped(text: string): string {
  const line = text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
  return line.startsWith('`') ? line : line.replaceAll('<', '&lt;');
}
