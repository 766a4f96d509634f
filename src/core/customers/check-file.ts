import type { Clock, Progress } from '../ports.js';
import type { BookingDraft } from './customer.js';
import { decideRows, type RowDecision, type RowToDecide } from './decide-rows.js';
import type { FindingTally } from './finding.js';
import { RowGroups } from './group-rows.js';
import { type ImportOptions, matchRules } from './import-options.js';
import { describeFile, noBookings, refuse, resultOf } from './import-outcome.js';
import type { ImportResult } from './import-result.js';
import { canBeAlike, type MatchKeys, matchKeys } from './match-keys.js';
import { tallyOf } from './own-export.js';
import { reportDecision } from './plan-import.js';
import type { BookingForecast, OutcomeCounts } from './ports.js';
import { type Repeats, RepeatWatch } from './repeats.js';
import type { CustomerSource } from './source.js';
import { isBlank, type Survey, surveyFile } from './survey-file.js';
import { probable, scoreTwins } from './twin-score.js';
import { rowReader, type UnderstoodRow } from './understand-row.js';
import { wholeColumns } from './whole-columns.js';

export interface CheckPorts {
  readonly source: CustomerSource;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Says what importing a file into a RenOS without customers would find, and writes nothing: the rows are understood,
 * matched with each other and decided by the same functions as an import's. It needs no database.
 * Throws InputFileError when the file cannot be understood at all; bad rows are findings.
 */
export async function checkFile(ports: CheckPorts, asked: ImportOptions): Promise<ImportResult> {
  const { source, clock, progress } = ports;
  const options = { ...asked, dryRun: true };
  const startedAt = clock().getTime();
  const shape = await source.inspect();
  progress.start('Reading the file', null);
  const survey = await surveyFile(source, options);
  progress.note(describeFile(shape, survey));
  const tally = tallyOf(survey);
  const { counts, bookings } = await decide(ports, { survey, options }, tally);
  const planned = { findings: tally.list(), groups: wholeColumns(tally.groups(), survey), bookings, counts };
  const refusal = refuse(counts, options);
  return resultOf(
    { clock, options, shape, survey, startedAt },
    { counts, planned, bookingsCreated: bookings.toCreate, refusal },
  );
}

interface Checked {
  readonly survey: Survey;
  readonly options: ImportOptions;
}

async function decide(
  ports: CheckPorts,
  checked: Checked,
  tally: FindingTally,
): Promise<{ counts: OutcomeCounts; bookings: BookingForecast }> {
  const { options, survey } = checked;
  const repeats: Repeats = { keys: [], blocks: [] };
  const watch = new RepeatWatch(survey.rows);
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0, rejected: 0 };
  const bookings = { all: 0, fresh: 0 };
  ports.progress.start('Understanding the rows', survey.rows);
  const read = rowReader(survey, options, (finding) => tally.add(finding));
  for await (const row of understood(ports, survey, read)) {
    counts[row.customer === null ? 'rejected' : 'created'] += 1;
    if (row.customer === null) continue;
    watch.note(matchKeys(row.customer, options.country), repeats);
    bookings.all += row.bookings.length;
    bookings.fresh += distinct(row.bookings).size;
  }
  for (const group of await groupsOf(ports, checked, repeats)) {
    const decisions = decideRows(group.map(toDecide), [], matchRules(options));
    const theirs = new Map<string, Set<string>>();
    for (const [index, decision] of decisions.entries()) {
      const { bookings: booked } = group[index] as Member;
      reportDecision(decision, tally);
      counts.created -= 1;
      counts[decision.outcome] += 1;
      bookings.fresh -= distinct(booked).size;
      if (!isImported(decision)) bookings.all -= booked.length;
      else {
        const known = theirs.get(decision.customerId ?? '') ?? new Set();
        theirs.set(decision.customerId ?? '', new Set([...known, ...distinct(booked)]));
      }
    }
    for (const these of theirs.values()) bookings.fresh += these.size;
  }
  const { all, fresh } = bookings;
  return { counts, bookings: { ...noBookings, toCreate: fresh, known: all - fresh } };
}

interface Member extends UnderstoodRow {
  readonly customer: NonNullable<UnderstoodRow['customer']>;
}

/** A row that a later one is compared with. */
interface Neighbour {
  readonly member: Member;
  readonly letters: number;
}

/** Rows that share a key, or are probably twins, found among those that have what occurs twice. */
async function groupsOf(ports: CheckPorts, { survey, options }: Checked, repeats: Repeats): Promise<Member[][]> {
  const keys = new Set(repeats.keys.map(([kind, key]) => `${kind} ${key}`));
  const blocks = new Map<number, Neighbour[]>(repeats.blocks.map((block) => [block, []]));
  if (keys.size + blocks.size === 0) return [];
  const members = new Map<number, Member>();
  const first = new Map<string, number>();
  const groups = new RowGroups();
  for await (const row of understood(
    ports,
    survey,
    rowReader(survey, options, () => {}),
  )) {
    if (row.customer === null) continue;
    const member: Member = { ...row, customer: row.customer };
    const mine = matchKeys(row.customer, options.country);
    for (const key of namedKeys(mine)) {
      if (!keys.has(key)) continue;
      members.set(row.seq, member);
      const other = first.get(key);
      if (other === undefined) first.set(key, row.seq);
      else groups.join(other, row.seq);
    }
    for (const block of mine.blocks) {
      const before = blocks.get(block);
      if (before === undefined) continue;
      for (const other of before) {
        if (other.member === member || !canBeAlike(mine.letters, other.letters)) continue;
        if (scoreTwins(member.customer, other.member.customer, options.country).score < probable) continue;
        groups.join(other.member.seq, row.seq);
        members.set(other.member.seq, other.member).set(row.seq, member);
      }
      before.push({ member, letters: mine.letters });
      if (before.length > nearest) before.shift();
    }
  }
  const found = new Map<number, Member[]>();
  for (const labels of groups.labels())
    for (const [label, seq] of labels) {
      const member = members.get(seq);
      const group = found.get(label);
      if (member === undefined) continue;
      if (group === undefined) found.set(label, [member]);
      else group.push(member);
    }
  return [...found.values()];
}

/** How many of the rows before it a row is compared with, as in an import. */
const nearest = 3;

async function* understood(
  { source, signal, progress }: CheckPorts,
  { headerSeq }: Survey,
  read: ReturnType<typeof rowReader>,
): AsyncIterable<UnderstoodRow> {
  let done = 0;
  for await (const rows of source.rows()) {
    signal.throwIfAborted();
    for (const row of rows) {
      if ((headerSeq !== null && row.seq <= headerSeq) || isBlank(row)) continue;
      yield read(row);
      done += 1;
    }
    progress.advance(done);
  }
}

function namedKeys({ email, phone, nameAddress }: MatchKeys): readonly string[] {
  return [
    ...(email === null ? [] : [`email ${email}`]),
    ...(phone === null ? [] : [`phone ${phone}`]),
    ...(nameAddress === null ? [] : [`name ${nameAddress}`]),
  ];
}

function toDecide({ seq, line, customer, bookings }: Member): RowToDecide {
  return { seq, line, newId: `row ${seq}`, customer, hasBookings: bookings.length > 0 };
}

function isImported({ outcome }: RowDecision): boolean {
  return outcome !== 'rejected' && outcome !== 'skipped';
}

/** Bookings of a customer are told apart by start and service. */
function distinct(bookings: readonly BookingDraft[]): ReadonlySet<string> {
  return new Set(bookings.map(({ start, service }) => `${start.getTime()} ${(service ?? '').toLowerCase()}`));
}
