import { giveWay } from '../../give-way.js';
import { type ImportOptions, matchRules } from '../../options/import-options.js';
import type { Clock, Progress } from '../../ports.js';
import type { ImportResult } from '../../results/import-result.js';
import { type Analysis, analyzeFile, isPassedOver } from '../columns/analyze-file.js';
import { wholeColumns } from '../columns/whole-columns.js';
import { BookingOverlaps } from '../match/booking-overlaps.js';
import { EqualRowsTally } from '../match/count-equal-rows.js';
import { decideGroup } from '../match/decide-rows.js';
import { probable, scoreDuplicates } from '../match/duplicate-score.js';
import type { BookingForecast, FoundRow, OutcomeCounts, RowsFound } from '../match/forecast.js';
import { RowGroups } from '../match/group-rows.js';
import { type Identity, type MatchKeys, matchKeys } from '../match/match-keys.js';
import type { ImportPorts } from '../match/ports.js';
import { ReplacedTally, type Replacements } from '../match/replaced.js';
import type { RowDecision, RowToDecide } from '../match/row-decision.js';
import { RowFingerprints } from '../match/row-fingerprints.js';
import type { BookingDraft } from '../model/customer.js';
import type { FindingTally } from '../model/finding.js';
import type { CustomerSource, SourceRow } from '../model/source.js';
import { limitedReader, type TextLimits } from '../read/text-limits.js';
import type { UnderstoodRow } from '../read/understand-row.js';
import { findingOf, noneFound, refuse, resultOf } from './import-outcome.js';
import { isOwnExport, tallyOf } from './own-export.js';
import { reportDecision, reportEqualRows } from './plan-import.js';

export interface CheckPorts {
  readonly source: CustomerSource;
  readonly clock: Clock;
  readonly progress: Progress;
  /** The letters that the target database cannot store; null or absent: none, or not known. */
  readonly limits?: TextLimits | null;
  readonly review?: ImportPorts['review'] | undefined;
  readonly onReplaced?: ImportPorts['onReplaced'];
  readonly signal: AbortSignal;
}

/**
 * Reports what importing a file into an empty RenOS would find, and writes nothing: the functions of the import read,
 * match and decide the rows. It needs no database. Throws InputFileError if the file as a whole cannot be understood;
 * bad rows are findings.
 */
export async function checkFile(ports: CheckPorts, asked: ImportOptions): Promise<ImportResult> {
  const { source, clock, progress } = ports;
  const options = { ...asked, dryRun: true };
  const startedAt = clock().getTime();
  const shape = await source.inspect();
  progress.start('Reading the file', null);
  const analysis = await analyzeFile(source, options);
  await ports.review?.(analysis);
  const tally = tallyOf(analysis);
  const checking = { ...ports, analysis, options, limits: ports.limits ?? null };
  const { counts, bookings, replacements, named } = await decide(checking, tally);
  if (bookings.overlaps.count > 0) tally.add(findingOf('booking-overlaps', bookings.overlaps, analysis));
  if (named.count > 0 && !isOwnExport(analysis)) tally.add(findingOf('customer-id-unknown', named, analysis));
  const planned = {
    findings: tally.list(),
    groups: wholeColumns(tally.groups(), analysis),
    bookings,
    counts,
    replacements,
    settled: 0,
  };
  const refusal = refuse(counts, options, replacements, analysis);
  return resultOf(
    { clock, options, shape, analysis, startedAt },
    { counts, planned, bookingsCreated: bookings.toCreate, bookingsChanged: 0, refusal },
  );
}

/** A file that is checked, and how it is to be imported. */
interface Checking extends CheckPorts {
  readonly analysis: Analysis;
  readonly options: ImportOptions;
  readonly limits: TextLimits | null;
}

async function decide(
  checking: Checking,
  tally: FindingTally,
): Promise<{ counts: OutcomeCounts; bookings: BookingForecast; replacements: Replacements; named: RowsFound }> {
  const { options, analysis } = checking;
  const prints = new RowFingerprints();
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0, rejected: 0 };
  const bookings = { all: 0, fresh: 0 };
  const overlaps = new BookingOverlaps();
  const named = { count: 0, first: null as FoundRow | null };
  checking.progress.start('Understanding the rows', analysis.rows);
  const equal = new EqualRowsTally(checking, tally);
  const read = equal.reader();
  for await (const row of understood(checking, read, () => true)) {
    if (row.isPassedOver) continue;
    // A row without a name never creates a customer.
    counts[row.customer === null ? 'rejected' : row.customer.name === '' ? 'unchanged' : 'created'] += 1;
    if (row.customer === null || row.customer.name === '') continue;
    if (row.customer.ref !== undefined && named.count++ === 0) named.first = foundRow(row, row.customer);
    prints.note(row.seq, matchKeys(row.customer, options.country));
    bookings.all += row.bookings.length;
    const fresh = distinct(row.bookings);
    bookings.fresh += fresh.size;
    overlaps.add(foundRow(row, row.customer), fresh.values());
  }
  const groups = await groupsOf(checking, prints);
  const replacing = new ReplacedTally(checking.onReplaced);
  overlaps.drop(new Set(groups.flat().map(({ seq }) => seq)));
  const decided = new Map<number, RowDecision>();
  for (const group of groups) {
    const decisions = await decideGroup(group.map(toDecide), [], matchRules(options));
    const theirs = new Map<string, Map<string, BookingDraft>>();
    for (const [index, decision] of decisions.entries()) {
      const member = group[index] as Member;
      const { bookings: booked } = member;
      reportDecision(decision, tally);
      replacing.add(decision);
      if (equal.has(decision.seq)) decided.set(decision.seq, decision);
      counts.created -= 1;
      counts[decision.outcome] += 1;
      bookings.fresh -= distinct(booked).size;
      if (!isImported(decision)) bookings.all -= booked.length;
      else {
        const known = theirs.get(decision.customerId ?? '') ?? new Map();
        const fresh = [...distinct(booked)].filter(([key]) => !known.has(key));
        overlaps.add(foundRow(member, member.customer), new Map(fresh).values());
        theirs.set(decision.customerId ?? '', new Map([...known, ...fresh]));
      }
    }
    for (const these of theirs.values()) bookings.fresh += these.size;
  }
  for (const rows of equal.all()) {
    const { outcome, rule, reason } = decided.get(rows.seq) ?? { outcome: 'created', rule: 'no-match', reason: null };
    const isLeft = outcome === 'rejected' || outcome === 'skipped';
    counts[isLeft ? outcome : options.onDuplicate === 'skip' ? 'skipped' : 'unchanged'] += rows.count;
    if (!isLeft) bookings.all += rows.count * rows.bookings;
    reportEqualRows({ ...rows, outcome, rule, reason }, tally);
    replacing.again({ outcome, rule }, rows.count);
  }
  const { all, fresh } = bookings;
  const forecast = { toCreate: fresh, toChange: 0, known: all - fresh, overlaps: overlaps.found(), others: noneFound };
  return { counts, bookings: forecast, replacements: replacing.result(), named };
}

const foundRow = ({ seq, line }: UnderstoodRow, { name }: { readonly name: string }): FoundRow => ({ seq, line, name });

interface Member extends UnderstoodRow {
  readonly customer: NonNullable<UnderstoodRow['customer']>;
}

/** Rows that share a key, or are probably duplicates. Only fingerprints were kept, so the possible ones are read again. */
async function groupsOf(checking: Checking, prints: RowFingerprints): Promise<Member[][]> {
  const groups = await joinSuspects(checking, prints);
  const label = new Map([...groups.labels()].flat().map(([of, seq]) => [seq, of]));
  const found = new Map<number, Member[]>();
  if (label.size === 0) return [];
  for await (const member of again(checking, (seq) => label.has(seq))) {
    const group = found.get(label.get(member.seq) as number);
    if (group === undefined) found.set(label.get(member.seq) as number, [member]);
    else group.push(member);
  }
  return [...found.values()];
}

/** Number of pairs (two numbers each) that are compared before other work gets a turn. */
const comparedAtOnce = 1_000;

async function joinSuspects(checking: Checking, prints: RowFingerprints): Promise<RowGroups> {
  const { country } = checking.options;
  const { sharing, near } = await prints.suspects();
  const pairs = near.all();
  const suspects = new Set([...sharing, ...pairs]);
  const groups = new RowGroups();
  if (suspects.size === 0) return groups;
  const identities = new Map<number, Identity>();
  const first = new Map<string, number>();
  for await (const { seq, customer } of again(checking, (row) => suspects.has(row))) {
    const { name, email, phone, address } = customer;
    identities.set(seq, { name, email, phone, address });
    if (!sharing.has(seq)) continue;
    for (const key of namedKeys(matchKeys(customer, country))) {
      const other = first.get(key);
      if (other === undefined) first.set(key, seq);
      else groups.join(other, seq);
    }
  }
  for (let at = 0; at < pairs.length; at += 2) {
    const [seq, earlier] = [pairs[at] as number, pairs[at + 1] as number];
    const [one, other] = [identities.get(seq), identities.get(earlier)];
    if (one !== undefined && other !== undefined && scoreDuplicates(one, other, country).score >= probable)
      groups.join(earlier, seq);
    if (at % comparedAtOnce === 0) await giveWay();
  }
  return groups;
}

/** Reads some rows of the file again; their errors were reported the first time. */
async function* again(checking: Checking, isWanted: (seq: number) => boolean): AsyncIterable<Member> {
  const { analysis, options, limits } = checking;
  const read = limitedReader(analysis, options, () => {}, limits);
  for await (const row of understood(checking, read, isWanted)) {
    if (row.customer !== null) yield { ...row, customer: row.customer };
  }
}

async function* understood(
  { source, signal, progress, analysis }: Checking,
  read: (row: SourceRow) => UnderstoodRow | null,
  isWanted: (seq: number) => boolean,
): AsyncIterable<UnderstoodRow> {
  let done = 0;
  for await (const rows of source.rows()) {
    signal.throwIfAborted();
    for (const row of rows) {
      if (isPassedOver(row, analysis)) continue;
      done += 1;
      const understoodRow = isWanted(row.seq) ? read(row) : null;
      if (understoodRow !== null) yield understoodRow;
    }
    progress.advance(done);
    await giveWay();
  }
}

function namedKeys({ email, phone, nameAddress, further }: MatchKeys): readonly string[] {
  return [
    ...further,
    ...(email === null ? [] : [`email ${email}`]),
    ...(phone === null ? [] : [`phone ${phone}`]),
    ...(nameAddress === null ? [] : [`name ${nameAddress}`]),
  ];
}

function toDecide({ seq, line, record, customer, bookings }: Member): RowToDecide {
  return { seq, line, record, newId: `row ${seq}`, customer, hasBookings: bookings.length > 0 };
}

function isImported({ outcome }: RowDecision): boolean {
  return outcome !== 'rejected' && outcome !== 'skipped';
}

/** The different bookings of a customer, by start and service. */
function distinct(bookings: readonly BookingDraft[]): ReadonlyMap<string, BookingDraft> {
  const found = new Map<string, BookingDraft>();
  for (const booking of bookings) {
    const key = `${booking.start.getTime()} ${(booking.service ?? '').toLowerCase()}`;
    if (!found.has(key)) found.set(key, booking);
  }
  return found;
}
