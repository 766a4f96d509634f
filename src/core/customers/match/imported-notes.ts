import type { CustomerDraft } from '../model/customer.js';
import { columnOf, fingerprint, fingerprintOf, type NotesLine } from '../read/notes-columns.js';

/** The notes of a customer in RenOS, and the lines that imports wrote in them. */
interface StoredNotes {
  readonly notes: string | null;
  readonly wroteNotes: readonly NotesLine[];
}

const linesOf = (notes: string | null) => (notes ?? '').split('\n').filter((line) => line.trim() !== '');

interface KnownNotes {
  readonly wrote: ReadonlySet<NotesLine>;
  /** The lines that are there now. */
  readonly present: ReadonlySet<string>;
}

const knownNotes = new WeakMap<StoredNotes, KnownNotes>();

/** Made once per customer: thousands of rows may be about it. */
function knownOf(stored: StoredNotes): KnownNotes {
  const known = knownNotes.get(stored) ?? {
    wrote: new Set(stored.wroteNotes),
    present: new Set(linesOf(stored.notes).map(fingerprint)),
  };
  knownNotes.set(stored, known);
  return known;
}

/** A row's notes without the lines that an import wrote before and a person has removed since. */
export function withoutRemoved({ notes, notesLines: said }: CustomerDraft, stored: StoredNotes | null): string | null {
  if (notes === null || said === undefined || stored === null || stored.wroteNotes.length === 0) return notes;
  const { wrote, present } = knownOf(stored);
  const removed = said.filter((line) => wrote.has(line)).map(fingerprintOf);
  const again = new Set(removed.filter((line) => !present.has(line)));
  if (again.size === 0) return notes;
  const left = notes.split('\n').filter((line) => !again.has(fingerprint(line)));
  return left.every((line) => line.trim() === '') ? null : left.join('\n');
}

export interface CorrectedNotes {
  readonly notes: string | null;
  /** The lines to record from now on. */
  readonly wroteNotes: readonly NotesLine[];
  /** The lines that were removed, and their replacements; null: none was removed. */
  readonly replaced: readonly [from: string, to: string] | null;
  /** A line that the column no longer has was edited or removed in RenOS, so the new one is added next to it. */
  readonly isEdited: boolean;
}

/**
 * Removes the lines that a column wrote and no longer has, if they are still as written, and puts the column's new
 * lines in their place. `now` are the notes after all rows of the file, `said` are the lines of those rows.
 */
export function correctNotes(
  stored: StoredNotes,
  now: string | null,
  said: ReadonlySet<NotesLine>,
  mode: 'overwrite' | 'fill',
): CorrectedNotes {
  const columns = new Set([...said].map(columnOf));
  const stale = new Set(stored.wroteNotes.filter((line) => columns.has(columnOf(line)) && !said.has(line)));
  const before = new Set(linesOf(stored.notes).map(fingerprint));
  const after = new Set(linesOf(now).map(fingerprint));
  const written = [...said].filter((line) => !before.has(fingerprintOf(line)) && after.has(fingerprintOf(line)));
  const kept = stored.wroteNotes.filter((line) => mode === 'fill' || !stale.has(line));
  const wroteNotes = [...new Set([...kept, ...written])];
  const others = new Set([...kept, ...said].map(fingerprintOf));
  const going = new Set([...stale].map(fingerprintOf).filter((line) => before.has(line) && !others.has(line)));
  const isEdited = written.length > 0 && [...stale].some((line) => !before.has(fingerprintOf(line)));
  if (mode === 'fill' || going.size === 0) return { notes: now, wroteNotes, replaced: null, isEdited };
  const fresh = new Set(written.map(fingerprintOf));
  const lines = (now ?? '').split('\n').map((text) => ({ text, print: fingerprint(text) }));
  const [from, to] = [lines.filter(({ print }) => going.has(print)), lines.filter(({ print }) => fresh.has(print))];
  const place = lines.findIndex(({ print }) => going.has(print));
  const rest = (these: typeof lines) => these.filter(({ print }) => !going.has(print) && !fresh.has(print));
  const textOf = (these: typeof lines) => these.map(({ text }) => text).join('\n');
  const notes = textOf([...rest(lines.slice(0, place)), ...to, ...rest(lines.slice(place))]);
  return { notes, wroteNotes, replaced: [textOf(from), textOf(to)], isEdited };
}
