import { remedies } from '../columns/remedies.js';
import type { Finding } from '../model/finding.js';
import type { SourceRow } from '../model/source.js';
import type { UnderstoodRow } from './understand-row.js';

/** A database that keeps text in an encoding which holds some letters only. */
export interface TextLimits {
  /** As PostgreSQL calls it. */
  readonly encoding: string;
  /** The first letter that cannot be stored. */
  findUnstorable(text: string): string | null;
  /** The text with a ? for each such letter: for what is told to a person, never for what a customer is called. */
  withoutUnstorable(text: string): string;
}

/** Rejects rows with a letter that the database cannot hold, each by itself; all others go in. */
export function withinLimits(
  understand: (row: SourceRow) => UnderstoodRow,
  limits: TextLimits,
  tell: (finding: Finding) => void,
): (row: SourceRow) => UnderstoodRow {
  return (row) => {
    const understood = understand(row);
    const reasons = understood.reasons.map((reason) => limits.withoutUnstorable(reason));
    for (const [field, text] of textsOf(understood)) {
      const letter = limits.findUnstorable(text);
      if (letter === null) continue;
      const reason = `${codePointOf(letter)} cannot be stored: the database keeps text as ${limits.encoding}`;
      const code = 'letter-unstorable';
      tell({ severity: 'error', code, line: row.line, column: field, reason, remedy: remedies[code] });
      reasons.push(`${field}: ${reason}`);
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

function codePointOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
