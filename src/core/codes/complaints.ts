/** Possible errors of one value: of a setting, a flag, or a field of a request. */
type ComplaintId =
  | 'whole-number'
  | 'at-least'
  | 'at-most'
  | 'items-at-most'
  | 'columns-at-most'
  | 'not-empty'
  | 'too-long'
  | 'plain-text'
  | 'one-of'
  | 'true-or-false'
  | 'number'
  | 'text'
  | 'object'
  | 'list'
  | 'something-else'
  | 'unknown'
  | 'missing'
  | 'day'
  | 'real-day'
  | 'day-in-words'
  | 'later-day'
  | 'removals'
  | 'whole-removals'
  | 'calendar-id'
  | 'included'
  | 'country'
  | 'zone'
  | 'mapping'
  | 'mappings'
  | 'targets'
  | 'delimiter'
  | 'encoding'
  | 'customers'
  | 'ids'
  | 'postgres-address'
  | 'http-address'
  | 'https-address'
  | 'mail'
  | 'pem-key'
  | 'template'
  | 'origins'
  | 'token'
  | 'other-missing'
  | 'account-file'
  | 'file-absent'
  | 'file-not-json';

/** One wrong value; never the value itself. */
export interface Complaint {
  readonly id: ComplaintId;
  /** The limit, the choices, or the name of another field. */
  readonly limit?: unknown;
}

/** A complaint in the form that a schema needs: valibot's messages are texts. */
export function complaint(id: ComplaintId, limit?: unknown): string {
  return JSON.stringify({ id, limit });
}

/** The parts of valibot's issue that are used. */
type Issue = {
  readonly kind: string;
  readonly type: string;
  readonly expected: string | null;
  readonly received: string;
  readonly message: string;
};

/** Why a value does not fit its schema: the schema's own complaint, otherwise by the kind of the step that failed. */
export function complaintOf({ kind, type, expected, received, message }: Issue): Complaint {
  // A missing value fails at the schema of its own kind.
  const isMissing = kind === 'schema' && received === 'undefined' && type !== 'union' && type !== 'custom';
  if (type === 'strict_object' && expected === 'never') return { id: 'unknown' };
  if (isMissing) return { id: 'missing' };
  const said = stated(message);
  if (said !== null) return said;
  if (type === 'picklist') return { id: 'one-of', limit: choicesIn(expected ?? '') };
  return { id: kinds[type] ?? (/object|record/.test(type) ? 'object' : 'something-else') };
}

function stated(message: string): Complaint | null {
  try {
    return JSON.parse(message) as Complaint;
  } catch {
    return null;
  }
}

/** `("a" | "b")`, as valibot writes choices. */
function choicesIn(expected: string): readonly string[] {
  return expected.replace(/[()"]/g, '').split(' | ');
}

const kinds: Readonly<Record<string, ComplaintId>> = {
  boolean: 'true-or-false',
  number: 'number',
  string: 'text',
  array: 'list',
};
