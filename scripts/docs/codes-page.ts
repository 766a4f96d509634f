import type { FailureCode } from '../../src/core/calendar/model/sync-plan.js';
import { helpFor } from '../../src/core/calendar/status/status-help.js';
import { remedies } from '../../src/core/customers/columns/remedies.js';
import type { MatchRule } from '../../src/core/customers/match/find-match.js';
import type { ToldCode } from '../../src/core/customers/match/row-decision.js';
import { ExitCode } from '../../src/core/errors.js';
import { type FailureId, failures } from '../../src/messages/en/failures.js';
import type { Told } from '../../src/messages/en/guards.js';
import { typed, type Voice } from '../../src/messages/voice.js';
import { classesOfSentences, readCalls, type Said } from './read-calls.js';

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
  interrupted: '130, 143',
  internal: '1',
};
/** Findings whose sentence is put together from several. */
const said: Partial<Record<keyof typeof remedies, string>> = {
  'broken-characters': 'holds letters that were damaged',
  'control-characters': 'holds control characters',
  'email-invalid': 'has no @, or is no e-mail otherwise',
  'letter-unstorable': 'holds a letter that the database cannot store',
  'name-is-header': 'is called like a column',
  'name-missing': 'is missing',
  'row-empty': 'is empty but for signs',
  'row-total': 'is called like a total or a page',
};

/** Values that make an example of a sentence; what is not named here is `…`, or 3 as a number. */
const samples: Readonly<Record<string, unknown>> = {
  calendarId: 'primary',
  calendars: 'primary',
  other: 'kontor@example.dk',
  from: 'primary',
  to: 'kontor@example.dk',
  before: 'kontor@example.dk',
  now: 'hold2@example.dk',
  role: 'reader',
  name: 'sync',
  removed: 12,
  links: 40,
  events: 12,
  bookings: 12,
  missing: 12,
  older: 5,
  gone: 0,
  signal: 'SIGINT',
  flag: 'since',
  problems: [{ flag: 'since', kind: 'no-day' }],
  host: '127.0.0.1',
  port: 3000,
};

const rejections = [
  'email-phone-conflict',
  'id-conflict',
  'several-customers',
  'shared-email',
  'shared-phone',
  'probable-duplicate',
  'duplicate-refused',
] as const satisfies readonly MatchRule[];

/** What an item of a sync is about; the sentence itself is often made of its story. */
const items: Readonly<Record<FailureCode, string>> = {
  'ends-before-start': 'The booking ends before it begins.',
  'time-unusable': 'The booking begins or ends at a time that no calendar can hold.',
  'details-hidden': 'The account may not see what the event says.',
  'parted-before-first-sync': 'The booking or its event was removed before their first sync.',
  'pair-unclear': 'Bookings and events may belong together in more than one way.',
  'event-named-twice': 'Two bookings name one event.',
  'event-and-former-event': 'The booking names another event, and the one before it is still there.',
  'named-event-missing': 'The booking names an event that is not there.',
  'named-event-differs': 'The event that the booking names is about another customer.',
  'row-is-another': 'The booking may be another one under a key that was used before.',
  'event-ids-used-up': "All ids that this booking's event may have are in use.",
  'google-no-reply': 'Google did not say whether it was done.',
  'event-became-series': 'The event became a series while it was being written.',
  'event-keeps-moving': 'The event was changed again at every attempt.',
  'google-refused-event': 'Google refuses this event.',
  'database-refused': 'A rule of the database refused the row.',
};
/** What is tried again by itself. */
const passing: ReadonlySet<string> = new Set(['google-no-reply', 'event-became-series', 'event-keeps-moving']);

const rejected = 'Correct the row, or the customer in RenOS, and import the row again.';
/** Why a row that may be a known customer is rejected, and what is said of one that is not. */
const rows: Readonly<Record<ToldCode | (typeof rejections)[number], readonly [says: string, fix: string]>> = {
  'email-phone-conflict': ['the e-mail is one customer’s, and the phone another’s', rejected],
  'id-conflict': ['the id is one customer’s, and the e-mail another’s', rejected],
  'several-customers': ['it may be several customers', 'Say more in the row: an e-mail that only one of them has.'],
  'shared-email': [
    'a customer has this e-mail, and another name, phone and address',
    '`--on-probable create` makes a customer without the e-mail.',
  ],
  'shared-phone': [
    'another person has this phone, and the row has nothing else',
    'Add an e-mail or an address, or `--on-probable create`.',
  ],
  'probable-duplicate': [
    'it is probably a customer that RenOS has',
    '`--on-probable update` merges it, `--on-probable create` makes another.',
  ],
  'duplicate-refused': ['is a customer already', 'Leave `--on-duplicate error` out to update the customer.'],
  'same-customer': ['the same customer as an earlier line', 'Nothing: both are one customer.'],
  'rows-differ': [
    'says something else of one customer than an earlier line',
    'Look which is right; the later line counts.',
  ],
  'kept-in-notes': ['says something else than the customer', 'Nothing: it was put into the notes.'],
  'total-lower': ['a total is lower than what is known', 'Nothing: totals are never lowered.'],
  'notes-edited': [
    'says another note than before, and the notes were edited since',
    'Look at the notes; both stand there.',
  ],
  'probable-created': ['is perhaps a customer that RenOS has', 'Compare the two in RenOS.'],
  'phone-shared': ['shares a phone with another customer', 'Nothing, where two people share it.'],
  'email-shared': ['was created without its e-mail, which another customer has', 'Correct the e-mail of one of them.'],
  'customer-renamed': ['gives a customer another person’s name', 'Check it; `renos-sync undo` takes the import back.'],
};

const anything: object = new Proxy(['…'], {
  get: (list, name) => {
    if (name === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? 3 : '…');
    return name in list ? Reflect.get(list, name) : anything;
  },
});
const sample = new Proxy({}, { get: (_, name) => samples[String(name)] ?? anything });

interface Row {
  readonly says: Set<string>;
  readonly fixes: Set<string>;
  exit: number | null;
}

/** Every code of an error, a finding and an item of a sync, with what it says and what to do. */
export function codesPage(): string {
  const calls = readCalls(remedies);
  const isFinding = ({ error, path }: Said) => error === null && /^(core\/customers|files|messages)\//.test(path);
  const findings = gather(calls.filter(isFinding));
  for (const [code, remedy] of Object.entries(remedies)) rowOf(findings, code).fixes.add(remedy);
  for (const [code, says] of Object.entries(said))
    if (rowOf(findings, code).says.size === 0) rowOf(findings, code).says.add(says);
  const errors = gather(calls.filter(({ error }) => error !== null));
  addSentences(errors);
  for (const [code, [says, fix]] of Object.entries(rows))
    findings.set(code, { says: new Set([says]), fixes: new Set([fix]), exit: null });
  const ofSync = new Map<string, Row>();
  for (const [code, says] of Object.entries(items)) {
    const help = helpFor({ code, passing: passing.has(code), bookingId: 'BOOKING', eventId: null } as Parameters<
      typeof helpFor
    >[0]);
    ofSync.set(code, { says: new Set([says]), fixes: new Set([help]), exit: null });
  }
  return [
    '# Errors and findings by code',
    '',
    'Every code that renos-sync reports, with what it says and what to do. `…` stands for what only a run knows. A code stays as',
    'it is between versions, so scripts may compare it; `--json` has it as `error.code`, and findings as `code`.',
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
    ...lines(findings, false),
  ].join('\n');
}

function rowOf(found: Map<string, Row>, code: string): Row {
  const row = found.get(code) ?? { says: new Set(), fixes: new Set(), exit: null };
  found.set(code, row);
  return row;
}

function gather(calls: readonly Said[]): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const { code, says, fixes, error } of calls) {
    const row = rowOf(found, code);
    if (says !== '…') row.says.add(says);
    for (const fix of fixes) row.fixes.add(fix);
    row.exit ??= exits[error ?? ''] ?? null;
  }
  return found;
}

function addSentences(found: Map<string, Row>): void {
  const classes = classesOfSentences();
  for (const id of Object.keys(failures) as FailureId[]) {
    const { message, actions } = (failures[id] as (params: object, say: Voice) => Told)(sample, typed);
    const row = rowOf(found, id.split('/')[0] ?? id);
    row.says.add(`${message}`);
    for (const action of actions) row.fixes.add(`${action}`);
    row.exit ??= exits[classes.get(id) ?? ''] ?? null;
  }
}

const shown = 3;

function lines(found: ReadonlyMap<string, Row>, withExit: boolean): readonly string[] {
  return [...found]
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([code, { says, fixes, exit }]) => {
      const cells = [`\`${code}\``, ...(withExit ? [String(exit ?? exitOf[code] ?? '')] : [])];
      return `| ${[...cells, cell(says), cell(fixes)].join(' | ')} |`;
    });
}

function cell(texts: ReadonlySet<string>): string {
  return [...texts].slice(0, shown).map(escaped).join('<br>');
}

/** A sentence in a cell of a table; what begins like a command or a setting is code. */
function escaped(text: string): string {
  const line = text.replaceAll('\n', ' ').replaceAll('|', '\\|').trim();
  return /^(renos-sync |--|[A-Z_]+=|grant |npm )/.test(line)
    ? `\`${line.replace(/ {2,}#/, ' #')}\``
    : line.replaceAll('<', '&lt;');
}
