import { InputFileError, saying } from '../../errors.js';
import type { Finding } from '../../results/import-result.js';
import { printable } from '../model/finding.js';
import type { CellTally } from './cell-kinds.js';
import { addressesTogether, asExported, besideOthers } from './columns-beside.js';
import { listenToCells } from './columns-by-cells.js';
import { foldHeader } from './fold-header.js';
import { type ColumnTarget, columnTargets } from './header-words.js';
import type { SpokenColumn } from './headers-contradicted.js';
import { namedByBilling } from './order-lists.js';
import { almostSpelled, recogniseHeader } from './recognise-header.js';

/** One column of the file and what it was taken for. */
export interface MappedColumn {
  readonly index: number;
  /** As the file writes it, made printable. */
  readonly header: string;
  /** null: not used. */
  readonly target: ColumnTarget | null;
  /** Columns of one address belong together: `home`, `business`, `address2` or ''. */
  readonly group: string;
  /** Of several columns of one target, or several addresses, the lowest counts first. */
  readonly rank: number;
  /** For an unused column: a target whose usual header is spelled almost like this one. */
  readonly suggestion: ColumnTarget | null;
}

export type ColumnMapping = readonly MappedColumn[];
/** Header → target, as `--map` and `--mapping` give it. */
export type MappingChoice = Readonly<Record<string, ColumnTarget>>;

/** How the columns of a file are told apart. */
interface MappingAsked {
  readonly choice: MappingChoice;
  /** Each record has its own names. */
  readonly isLoose: boolean;
  /** What the cells of each column are, as far as they were looked at. */
  readonly cells: (index: number) => CellTally;
}

interface Mapped {
  readonly mapping: ColumnMapping;
  readonly findings: Finding[];
  readonly columns: readonly SpokenColumn[];
}

/**
 * Decides what each column is: first what the person chose, then what the header says, then what its cells say. Several
 * columns may be an e-mail or a phone; of any other target the best counts and the others are left unused, unless each
 * record has its own names. Throws when a chosen header is not in the file, or a chosen target is unknown.
 */
export function mapHeaders(headers: readonly string[], { choice, isLoose, cells }: MappingAsked): Mapped {
  refuseUnknown(headers, choice);
  const choose = chooser(headers, choice);
  const names = namesOf(headers.map((header, index) => ({ header: shown(header, index), index })));
  const columns = headers.map((header, index): SpokenColumn => {
    const asked = choose(index);
    const reading = recogniseHeader(header);
    const isTakenBy = (target: ColumnTarget) => isTaken(target, reading.group, choose, headers);
    const own = reading.target !== null && isTakenBy(reading.target) ? null : reading.target;
    return {
      index,
      header: asked === undefined ? shown(header, index) : printable(header) || shown(header, index),
      name: names[index] ?? '',
      reading,
      cells: cells(index),
      target: asked ?? own,
      group: reading.group,
      rank: asked === undefined ? reading.rank : -1,
      isChosen: asked !== undefined,
    };
  });
  nameFirms(columns);
  if (isLoose) nameEvents(columns);
  const findings = isOwnExport(headers) ? [] : listenToCells(columns);
  if (!isLoose) keepBest(columns);
  const isChosen = ({ index }: { readonly index: number }) => choose(index) !== undefined;
  const mapping = columns.map(({ index, header, target, group, rank, reading }): MappedColumn => {
    const near = target === null && reading.target === null && !reading.isForeign ? almostSpelled(header) : null;
    const place = target === 'notes' || target === 'tags' ? 1 : rank;
    return { index, header, target, group, rank: place, suggestion: near?.target ?? null };
  });
  const kindOf = (index: number) => cells(index).kind;
  return {
    mapping: asExported(addressesTogether(namedByBilling(besideOthers(mapping, isChosen, kindOf), isChosen)), isChosen),
    findings,
    columns,
  };
}

/** What RenOS holds may be anything: a file that `export` wrote is what its headers say. */
function isOwnExport(headers: readonly string[]): boolean {
  return [
    ['Total Leads', 'Last Contact', 'Created At'],
    ['totalLeads', 'lastContactAt', 'createdAt'],
  ].some((own) => own.every((header) => headers.includes(header)));
}

/** `Account name` is a firm where persons are named beside it, and else the customer. */
function nameFirms(columns: readonly SpokenColumn[]): void {
  const isAccount = ({ reading }: SpokenColumn) => reading.things.has('account');
  const isPerson = (column: SpokenColumn) =>
    column.target === 'firstName' || column.target === 'lastName' || (column.target === 'name' && column.rank < 2);
  if (!columns.some((column) => !isAccount(column) && isPerson(column))) return;
  for (const column of columns)
    if (isAccount(column) && column.target === 'name' && !column.isChosen) column.target = 'companyName';
}

/**
 * The plain `name` of records that have a start and an end, and do not say how to reach anybody, is what an event is
 * called, unless it is a person's.
 */
function nameEvents(columns: readonly SpokenColumn[]): void {
  const has = (...targets: readonly ColumnTarget[]) =>
    columns.some(({ target }) => target !== null && targets.includes(target));
  if (!has('bookingStart') || !has('bookingEnd') || has('email', 'phone', 'address', 'street')) return;
  for (const column of columns) {
    const isPlain = column.target === 'name' && column.reading.things.size === 1 && !column.isChosen;
    if (isPlain && column.cells.share('personName') < 0.5) column.target = null;
  }
}

/** Of the columns that say one thing the best is kept. */
function keepBest(columns: readonly SpokenColumn[]): void {
  const best = new Map<string, SpokenColumn>();
  const ranked = [...columns].sort((one, other) => one.rank - other.rank);
  for (const column of ranked) {
    const { target, group } = column;
    if (target === null || repeatable.has(target)) continue;
    const place = `${target}\u0000${group}`;
    if (best.has(place)) column.target = null;
    else best.set(place, column);
  }
}

/** What several columns may say. */
export const repeatable: ReadonlySet<ColumnTarget> = new Set([
  'name',
  'email',
  'phone',
  'ignore',
  'notes',
  'tags',
  'houseNumber',
  'street2',
  'bookingStatus',
  'bookingNotes',
]);

/** A target that the person gave to one column is not also taken by another one's header. */
function isTaken(
  target: ColumnTarget,
  group: string,
  choose: (index: number) => ColumnTarget | undefined,
  headers: readonly string[],
): boolean {
  if (repeatable.has(target) && target !== 'name') return false;
  return headers.some((header, index) => choose(index) === target && recogniseHeader(header).group === group);
}

/** What a person chose for a column: by its place (`column 3`), where no header reads so, or by its header. */
export function chooser(
  headers: readonly string[],
  choice: MappingChoice,
): (index: number) => ColumnTarget | undefined {
  const chosen = new Map(Object.entries(choice).map(([header, target]) => [foldHeader(header), target] as const));
  if (chosen.size === 0) return () => undefined;
  const named = new Set(headers.map(foldHeader));
  const byPlace = (index: number) => (named.has(placeOf(index)) ? undefined : chosen.get(placeOf(index)));
  return (index) => byPlace(index) ?? chosen.get(foldHeader(headers[index] ?? ''));
}

function placeOf(index: number): string {
  return `column${index + 1}`;
}

/** What to call each column in `--map`: its header; where an earlier one has it already, its place. */
export function mappingNames(mapping: ColumnMapping): readonly string[] {
  return namesOf(mapping);
}

function namesOf(columns: readonly { readonly header: string; readonly index: number }[]): readonly string[] {
  const seen = new Set<string>();
  return columns.map(({ header, index }) => {
    const folded = foldHeader(header);
    const name = folded === '' || seen.has(folded) ? `column ${index + 1}` : header;
    seen.add(folded);
    return name;
  });
}

function refuseUnknown(headers: readonly string[], choice: MappingChoice): void {
  const present = new Set(headers.flatMap((header, index) => [foldHeader(header), placeOf(index)]));
  const absent = Object.keys(choice).filter((header) => !present.has(foldHeader(header)));
  if (absent.length > 0) {
    throw new InputFileError(
      saying('mapping-column-missing', { absent: absent.map((header) => printable(header)), ...shownOf(headers) }),
    );
  }
}

/** Reads `Header=target` words; what is no mapping is left out. */
export function readMappingChoice(words: readonly string[]): MappingChoice {
  const choice: Record<string, ColumnTarget> = Object.create(null);
  for (const word of words) {
    const mapping = mappingIn(word);
    if (mapping !== null) choice[mapping.header] = mapping.target;
  }
  return choice;
}

export function isMapping(word: string): boolean {
  return mappingIn(word) !== null;
}

function mappingIn(word: string): { readonly header: string; readonly target: ColumnTarget } | null {
  const cut = word.lastIndexOf('=');
  const target = columnTargets.find((each) => each === word.slice(cut + 1).trim());
  return cut < 1 || target === undefined ? null : { header: word.slice(0, cut).trim(), target };
}

/** The first headers, as messages may name them, and how many more there are. */
export function shownOf(headers: readonly string[], most = 30) {
  return { headers: headers.slice(0, most).map(shown), more: Math.max(0, headers.length - most) };
}

/** A header as messages may name it: one that holds an e-mail or a long number is a customer's data, and only counted. */
function shown(header: string, index: number): string {
  const isData = header.includes('@') || (header.match(/\d/g)?.length ?? 0) > 5;
  return (isData ? '' : printable(header)) || `column ${index + 1}`;
}
