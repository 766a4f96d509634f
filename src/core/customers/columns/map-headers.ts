import { InputFileError, saying } from '../../errors.js';
import type { Finding } from '../../results/import-result.js';
import { printable } from '../model/finding.js';
import type { CellTally } from './cell-kinds.js';
import { addressesTogether, asExported, besideOthers } from './columns-beside.js';
import { applyCellKinds } from './columns-by-cells.js';
import { foldHeader } from './fold-header.js';
import { type ColumnTarget, columnTargets } from './header-words.js';
import type { ExaminedColumn } from './headers-contradicted.js';
import { namedByBilling } from './order-lists.js';
import { almostSpelled, recogniseHeader } from './recognise-header.js';

/** One column of the file and its meaning. */
export interface MappedColumn {
  readonly index: number;
  /** As in the file, made printable. */
  readonly header: string;
  /** null: not used. */
  readonly target: ColumnTarget | null;
  /** Columns of one address belong together: `home`, `business`, `address2` or ''. */
  readonly group: string;
  /** Of several columns of one target, or of several addresses, the one with the lowest rank is used first. */
  readonly rank: number;
  /** For an unused column: a target whose usual header has almost the same spelling. */
  readonly suggestion: ColumnTarget | null;
}

export type ColumnMapping = readonly MappedColumn[];
/** Header → target, as `--map` and `--mapping` give it. */
export type MappingChoice = Readonly<Record<string, ColumnTarget>>;

/** How the columns of a file are mapped. */
interface MappingAsked {
  readonly choice: MappingChoice;
  /** Each record has its own names. */
  readonly isLoose: boolean;
  /** The kinds of each column's checked cells. */
  readonly cells: (index: number) => CellTally;
}

interface Mapped {
  readonly mapping: ColumnMapping;
  readonly findings: Finding[];
  readonly columns: readonly ExaminedColumn[];
}

/**
 * Decides the meaning of each column: first by the user's mapping, then by the header, then by its cells. Several
 * columns may be an e-mail or a phone; for any other target the best column is used and the others are not, unless each
 * record has its own names. Throws if a mapped header is not in the file, or its target is unknown.
 */
export function mapHeaders(headers: readonly string[], { choice, isLoose, cells }: MappingAsked): Mapped {
  refuseUnknown(headers, choice);
  const choose = chooser(headers, choice);
  const names = namesOf(headers.map((header, index) => ({ header: shown(header, index), index })));
  const columns = headers.map((header, index): ExaminedColumn => {
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
  const findings = isOwnExport(headers) ? [] : applyCellKinds(columns);
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

/** In a file that `export` wrote, the headers decide: RenOS's values may look like anything. */
function isOwnExport(headers: readonly string[]): boolean {
  return [
    ['Total Leads', 'Last Contact', 'Created At'],
    ['totalLeads', 'lastContactAt', 'createdAt'],
  ].some((own) => own.every((header) => headers.includes(header)));
}

/** `Account name` is a firm if persons are named next to it, and otherwise the customer. */
function nameFirms(columns: readonly ExaminedColumn[]): void {
  const isAccount = ({ reading }: ExaminedColumn) => reading.things.has('account');
  const isPerson = (column: ExaminedColumn) =>
    column.target === 'firstName' || column.target === 'lastName' || (column.target === 'name' && column.rank < 2);
  if (!columns.some((column) => !isAccount(column) && isPerson(column))) return;
  for (const column of columns)
    if (isAccount(column) && column.target === 'name' && !column.isChosen) column.target = 'companyName';
}

/**
 * The plain `name` of records that have a start and an end, and no contact details, is an event's title, unless it is a
 * person's name.
 */
function nameEvents(columns: readonly ExaminedColumn[]): void {
  const has = (...targets: readonly ColumnTarget[]) =>
    columns.some(({ target }) => target !== null && targets.includes(target));
  if (!has('bookingStart') || !has('bookingEnd') || has('email', 'phone', 'address', 'street')) return;
  for (const column of columns) {
    const isPlain = column.target === 'name' && column.reading.things.size === 1 && !column.isChosen;
    if (isPlain && column.cells.share('personName') < 0.5) column.target = null;
  }
}

/** Of several columns with one meaning, the best is used. */
function keepBest(columns: readonly ExaminedColumn[]): void {
  const best = new Map<string, ExaminedColumn>();
  const ranked = [...columns].sort((one, other) => one.rank - other.rank);
  for (const column of ranked) {
    const { target, group } = column;
    if (target === null || repeatable.has(target)) continue;
    const place = `${target}\u0000${group}`;
    if (best.has(place)) column.target = null;
    else best.set(place, column);
  }
}

/** The meanings that several columns may have. */
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

/** If the user mapped a column to a target, no other column's header takes it. */
function isTaken(
  target: ColumnTarget,
  group: string,
  choose: (index: number) => ColumnTarget | undefined,
  headers: readonly string[],
): boolean {
  if (repeatable.has(target) && target !== 'name') return false;
  return headers.some((header, index) => choose(index) === target && recogniseHeader(header).group === group);
}

/** The user's choice for a column: by its position (`column 3`), if no header has that text, or by its header. */
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

/** The name of each column for `--map`: its header; if an earlier column has the same one, its position. */
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

/** Reads `Header=target` arguments; skips any other text. */
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

/** The first headers, safe to show in messages, and how many more there are. */
export function shownOf(headers: readonly string[], most = 30) {
  return { headers: headers.slice(0, most).map(shown), more: Math.max(0, headers.length - most) };
}

/** A header, safe to show in messages: one that contains an e-mail or a long number is customers' data, and is only counted. */
function shown(header: string, index: number): string {
  const isData = header.includes('@') || (header.match(/\d/g)?.length ?? 0) > 5;
  return (isData ? '' : printable(header)) || `column ${index + 1}`;
}
