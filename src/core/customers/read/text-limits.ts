import type { Finding } from '../../results/import-result.js';
import { noting } from '../model/finding.js';
import type { SourceRow } from '../model/source.js';
import { recordNamer } from './row-reports.js';
import { rowReader, type UnderstoodRow } from './understand-row.js';

/** A database whose encoding has only some letters. */
export interface TextLimits {
  /** The first letter that cannot be stored, by its number, and the encoding; null: there is none. */
  findUnstorable(text: string): { readonly letter: string; readonly encoding: string } | null;
  /** The text with a ? for each such letter: only for messages, never for a customer's name. */
  withoutUnstorable(text: string): string;
}

/** `rowReader` for a database that cannot store every letter. */
export function limitedReader(
  ...[analysis, options, tell, limits]: [...Parameters<typeof rowReader>, limits: TextLimits | null]
): (row: SourceRow) => UnderstoodRow {
  const read = rowReader(analysis, options, tell);
  return limits === null ? read : withinLimits(read, limits, { tell, nameRecord: recordNamer(analysis.mapping) });
}

/** Rejects only the rows with a letter that the database cannot store. */
function withinLimits(
  understand: (row: SourceRow) => UnderstoodRow,
  limits: TextLimits,
  {
    tell,
    nameRecord,
  }: { readonly tell: (finding: Finding) => void; readonly nameRecord: ReturnType<typeof recordNamer> },
): (row: SourceRow) => UnderstoodRow {
  return (row) => {
    const understood = understand(row);
    const reasons = [...understood.reasons];
    for (const [field, text] of textsOf(understood)) {
      const found = limits.findUnstorable(text);
      if (found === null) continue;
      const about = { severity: 'error', line: row.line, ...nameRecord(row), column: field } as const;
      const finding = { ...about, ...noting('letter-unstorable', found) };
      tell(finding);
      reasons.push(finding);
    }
    return reasons.length === 0 ? understood : { ...understood, customer: null, bookings: [], reasons };
  };
}

function textsOf({ customer, bookings }: UnderstoodRow): readonly (readonly [field: string, text: string])[] {
  const of = (record: object) =>
    Object.entries(record).flatMap(([field, value]) => {
      const texts: unknown[] = Array.isArray(value) ? value : [value];
      return texts.flatMap((text) => (typeof text === 'string' ? [[field, text] as const] : []));
    });
  return [customer ?? {}, ...bookings].flatMap(of);
}
