import { InputFileError } from '../../errors.js';
import { giveWay } from '../../give-way.js';
import type { ImportOptions } from '../../options/import-options.js';
import { type Analysis, isPassedOver } from '../columns/analyze-file.js';
import { matchKeys } from '../match/match-keys.js';
import { RowFingerprints } from '../match/row-fingerprints.js';
import type { CustomerDraft } from '../model/customer.js';
import type { Cell, CustomerSource } from '../model/source.js';
import { rowReader } from '../read/understand-row.js';
import { boundedDistance } from '../values/similarity.js';
import { wordsIn } from './redact-cell.js';
import { foldUnits, unitsOf } from './replace-words.js';

/** The most words that are recorded: beyond, two spellings of a name may get two names. */
const mostNoted = 1_000_000;

/**
 * Reads the file for properties of its words that must stay: words with several spellings, and words that are almost
 * equal in rows that importing would compare. `analysis` is null for a file that cannot be understood.
 */
export async function readWordFacts(source: CustomerSource, analysis: Analysis | null, options: ImportOptions) {
  const special = new Map<string, Set<number>>();
  const prints = new RowFingerprints();
  const read = analysis === null ? null : rowReader(analysis, options, () => {});
  for await (const rows of readable(source)) {
    for (const row of rows) {
      for (const cell of row.cells) for (const text of textsIn(cell)) noteSpecial(text, special);
      if (analysis === null || read === null || isPassedOver(row, analysis)) continue;
      const { customer } = read(row);
      if (customer !== null) prints.note(row.seq, matchKeys(customer, options.country));
    }
    await giveWay();
  }
  const alike = analysis === null ? new Set<string>() : await readAlike(source, { analysis, options, prints });
  return { special, alike };
}

/** The rows up to the first error in the file. */
async function* readable(source: CustomerSource): ReturnType<CustomerSource['rows']> {
  try {
    yield* source.rows();
  } catch (error) {
    if (!(error instanceof InputFileError)) throw error;
  }
}

function* textsIn(cell: Cell): Iterable<string> {
  if (typeof cell === 'string') yield cell;
  else if (cell !== null && typeof cell === 'object') for (const each of Object.values(cell)) yield* textsIn(each);
}

const hasOwnLetter = ({ isSpecial, letter }: ReturnType<typeof unitsOf>[number]) => isSpecial && letter !== '';

function noteSpecial(text: string, special: Map<string, Set<number>>): void {
  if (!/[^\x20-\x7e]|a[ae]|oe/i.test(text)) return;
  for (const word of wordsIn(text)) {
    const units = unitsOf(word);
    if (!units.some(hasOwnLetter) || special.size >= mostNoted) continue;
    const folded = foldUnits(units);
    const places = special.get(folded) ?? new Set();
    for (const [index, unit] of units.entries()) if (hasOwnLetter(unit)) places.add(index);
    special.set(folded, places);
  }
}

interface Compared {
  readonly analysis: Analysis;
  readonly options: ImportOptions;
  readonly prints: RowFingerprints;
}

async function readAlike(source: CustomerSource, { analysis, options, prints }: Compared): Promise<Set<string>> {
  const alike = new Set<string>();
  const { sharing, near } = await prints.suspects();
  const pairs = near.all();
  const suspects = new Set([...sharing, ...pairs]);
  if (suspects.size === 0) return alike;
  const read = rowReader(analysis, options, () => {});
  const known = new Map<number, readonly string[]>();
  const first = new Map<string, readonly string[]>();
  for await (const rows of source.rows()) {
    for (const row of rows) {
      const { customer } = suspects.has(row.seq) && !isPassedOver(row, analysis) ? read(row) : { customer: null };
      if (customer === null) continue;
      const words = wordsOf(customer);
      known.set(row.seq, words);
      const { email, phone, nameAddress, further } = matchKeys(customer, options.country);
      for (const key of [email, phone, nameAddress, ...further]) {
        const earlier = key === null ? undefined : first.get(key);
        if (earlier !== undefined) noteAlike(words, earlier, alike);
        else if (key !== null) first.set(key, words);
      }
    }
    await giveWay();
  }
  for (let at = 0; at < pairs.length; at += 2)
    noteAlike(known.get(pairs[at] as number) ?? [], known.get(pairs[at + 1] as number) ?? [], alike);
  return alike;
}

function wordsOf({ name, email, address, companyName }: CustomerDraft): readonly string[] {
  const words = [name, email, address, companyName].flatMap((text) => (text === null ? [] : [...wordsIn(text)]));
  return [...new Set(words.map((word) => foldUnits(unitsOf(word))))];
}

function noteAlike(some: readonly string[], others: readonly string[], alike: Set<string>): void {
  const [here, there] = [new Set(some), new Set(others)];
  for (const one of some)
    for (const other of others) {
      // A word that is in both rows is not a spelling of another word in them.
      const isInBoth = there.has(one) && here.has(other);
      if (!isInBoth && one !== other && isAlike(one, other)) alike.add(one).add(other);
    }
}

/** One or two typos, or the beginning or the end of the other. */
function isAlike(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length >= 2 && (long.startsWith(short) || long.endsWith(short))) return true;
  const most = short.length >= 6 ? 2 : short.length >= 3 ? 1 : 0;
  return most > 0 && boundedDistance(one, other, most) <= most;
}
