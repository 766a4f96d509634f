import { ConfigurationError, InputFileError } from '../../errors.js';
import { printable } from '../model/finding.js';
import { addressesTogether, besideOthers, mayHoldDates, withOwnIds } from './columns-beside.js';
import { foldHeader } from './fold-header.js';
import { addressTargets, type ColumnTarget, columnTargets, headerWords } from './header-words.js';
import { namedByBilling } from './order-lists.js';
import { boundedDistance } from './similarity.js';

/** One column of the file and what it was taken for. */
export interface MappedColumn {
  readonly index: number;
  /** As the file writes it, made printable. */
  readonly header: string;
  /** null: not used. */
  readonly target: ColumnTarget | null;
  /** Columns of one address belong together: `home`, `business`, `address2` or ''. */
  readonly group: string;
  /** For an unused column: a target whose usual header is spelled almost like this one. */
  readonly suggestion: ColumnTarget | null;
}

export type ColumnMapping = readonly MappedColumn[];
/** Header → target, as `--map` and `--mapping` give it. */
export type MappingChoice = Readonly<Record<string, ColumnTarget>>;

const known: ReadonlyMap<string, ColumnTarget> = new Map(
  columnTargets.flatMap((target) => headerWords[target].map((word) => [foldHeader(word), target] as const)),
);
const fieldNames: ReadonlyMap<string, ColumnTarget> = new Map(
  columnTargets.map((target) => [foldHeader(target), target] as const),
);

const addressParts: ReadonlySet<ColumnTarget> = new Set(addressTargets);

/** A header of more is a sentence, or a cell. */
const longestHeader = 100;

/** Recognises one header; a number in it (`Phone 2 - Value`) does not count, and `Telefon (privat)` is a phone. */
export function recogniseHeader(header: string): { target: ColumnTarget | null; group: string } {
  if (header.length > longestHeader) return { target: null, group: '' };
  const folded = foldHeader(header);
  const exact = lookUp(folded);
  const { target, place } = exact === null ? lookUpQualified(folded) : { target: exact, place: '' };
  return { target, group: target !== null && addressParts.has(target) ? place || placeIn(folded) : '' };
}

/** Words that say whose or which of several addresses, phones or e-mails a column holds. */
const places: Readonly<Record<string, string>> = {
  home: 'home|hjemme|hjem|privat',
  business: 'business|work|arbejds|arbejde|arb|erhvervs|erhverv|firmaets|firma',
  other: 'other|andet|anden',
  billing: 'billing|invoice|fakturerings|faktura|fakt',
  delivery: 'delivery|shipping|leverings|levering|lev',
  '': 'kontaktpersons|kontaktperson|kontakt|contact|kundens|kunde|customer|direkte|cell|mobil|mobile|adresser|adresse|defaultaddress|addresses|address',
};
const qualifiers = Object.entries(places).map(
  ([place, words]) =>
    [
      place,
      [`^(?:${words})(.+)$`, `^(?:${words})(?:address|adresse)(.+)$`, `^(.+?)(?:${words})$`].map(
        (each) => new RegExp(each),
      ),
    ] as const,
);
const qualified: ReadonlySet<ColumnTarget | null> = new Set([...addressParts, 'email', 'phone']);

const nothing = { target: null, place: '' } as const;

function lookUpQualified(folded: string, tried = new Set<string>()): { target: ColumnTarget | null; place: string } {
  if (tried.has(folded)) return nothing;
  tried.add(folded);
  for (const [place, patterns] of qualifiers)
    for (const pattern of patterns) {
      const rest = pattern.exec(folded)?.[1] ?? '';
      const target = lookUp(rest);
      if (qualified.has(target)) return { target, place };
      // What says only whose it is may stand before the rest, as in `customer.contact.email`.
      const further = place === '' && rest !== '' ? lookUpQualified(rest, tried) : nothing;
      if (further.target !== null) return further;
    }
  return nothing;
}

function placeIn(folded: string): string {
  return (
    /^(home|business|other)/.exec(folded)?.[1] ?? /^(address(?:es)?[2-9]\d?|adresser[2-9]\d?)./.exec(folded)?.[1] ?? ''
  );
}

function lookUp(folded: string): ColumnTarget | null {
  if (folded === '') return null;
  const exact = known.get(folded) ?? fieldNames.get(folded);
  if (exact !== undefined) return exact;
  const inside = /^(?:properties|attributes|fields|node)(.+)$/.exec(folded)?.[1];
  if (inside !== undefined) return lookUp(inside);
  // What is of one year is no total.
  if (!/\d/.test(folded) || /(?:19|20)\d\d/.test(folded)) return null;
  return known.get(folded.replace(/\d+/g, '1')) ?? known.get(folded.replace(/\d+/g, '')) ?? null;
}

/**
 * Decides what each column is: first what the person chose, then what the header says. Several columns may be an
 * e-mail or a phone; of any other target the first column counts and later ones are left unused, unless each record
 * has its own names (`isLoose`).
 * Throws when a chosen header is not in the file, or a chosen target is unknown.
 */
export function mapHeaders(headers: readonly string[], choice: MappingChoice = {}, isLoose = false): ColumnMapping {
  const chosen = new Map(Object.entries(choice).map(([header, target]) => [foldHeader(header), target] as const));
  refuseUnknown(headers, choice);
  const choose = chooser(headers, choice);
  const taken = new Set<string>();
  const mapping = headers.map((header, index): MappedColumn => {
    const asked = choose(index);
    const found = recogniseHeader(header);
    const group = found.group;
    let target = asked ?? found.target;
    if (target !== null && target !== 'ignore' && asked === undefined && chosen.size > 0) {
      if (isTaken(target, group, choose, headers)) target = null;
    }
    if (target !== null && !isLoose && !repeatable.has(target)) {
      const place = `${target}\u0000${group}`;
      if (taken.has(place)) target = null;
      else taken.add(place);
    }
    const suggestion = target === null && found.target === null ? suggest(header) : null;
    const isNamed = asked !== undefined && chosen.has(foldHeader(header));
    return { index, header: isNamed ? printable(header) : shown(header, index), target, group, suggestion };
  });
  const isChosen = (column: MappedColumn) => choose(column.index) !== undefined;
  return withOwnIds(addressesTogether(namedByBilling(besideOthers(mapping, isChosen), isChosen)));
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
  const seen = new Set<string>();
  return mapping.map(({ header, index }) => {
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
      'mapping-column-missing',
      `The file has no column ${absent.map((header) => `"${printable(header)}"`).join(', ')}. It has: ${listed(headers)}.`,
      { actions: ['Correct --map or the --mapping file: the left side is the header as the file writes it.'] },
    );
  }
}

/** Reads `Header=target` words; throws ConfigurationError with the known targets. */
export function readMappingChoice(words: readonly string[]): MappingChoice {
  const choice: Record<string, ColumnTarget> = Object.create(null);
  for (const word of words) {
    const mapping = mappingIn(word);
    if (mapping === null) throw mappingWrong(word);
    choice[mapping.header] = mapping.target;
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

function mappingWrong(word: string): ConfigurationError {
  return new ConfigurationError(
    'mapping-wrong',
    `"${printable(word)}" is not a mapping. It is HEADER=TARGET, and a target is one of: ${columnTargets.join(', ')}.`,
    { actions: ['--map "Kundenavn=name"'] },
  );
}

export function listed(headers: readonly string[], most = 30): string {
  const names = headers.slice(0, most).map(shown);
  return headers.length > most ? `${names.join(', ')} and ${headers.length - most} more` : names.join(', ');
}

/** A header as messages may name it: one that holds an e-mail or a long number is a customer's data, and only counted. */
function shown(header: string, index: number): string {
  const isData = header.includes('@') || (header.match(/\d/g)?.length ?? 0) > 5;
  return (isData ? '' : printable(header)) || `column ${index + 1}`;
}

function suggest(header: string): ColumnTarget | null {
  const folded = foldHeader(header);
  if (folded.length < 3 || folded.length > 30 || folded.endsWith('id') || mayHoldDates(header)) return null;
  let best: { target: ColumnTarget; distance: number } | null = null;
  for (const [word, target] of known) {
    if (target === 'ignore' || target === 'customerId' || word.length < 4) continue;
    const most = Math.min(folded.length, word.length) > 6 ? 2 : 1;
    const distance = boundedDistance(folded, word, most);
    if (distance <= most && (best === null || distance < best.distance)) best = { target, distance };
  }
  return best?.target ?? null;
}

/** How many columns of these headers are understood: tells a header row from a title above it. */
export function knownHeaders(headers: readonly string[]): number {
  return new Set(headers.map((header) => recogniseHeader(header).target).filter((target) => target !== null)).size;
}
