import type { CustomerDraft } from '../model/customer.js';
import { columnOf, fingerprint, fingerprintOf, type NotesLine } from '../read/notes-columns.js';

/** The notes of a customer that RenOS has, and what imports wrote of them. */
interface StoredNotes {
  readonly notes: string | null;
  readonly wroteNotes: readonly NotesLine[];
}

const linesOf = (notes: string | null) => (notes ?? '').split('\n').filter((line) => line.trim() !== '');

interface KnownNotes {
  readonly wrote: ReadonlySet<NotesLine>;
  /** The lines that stand there. */
  readonly present: ReadonlySet<string>;
}

const knownNotes = new WeakMap<StoredNotes, KnownNotes>();

/** Made once for a customer: thousands of rows may be about it. */
function knownOf(stored: StoredNotes): KnownNotes {
  const known = knownNotes.get(stored) ?? {
    wrote: new Set(stored.wroteNotes),
    present: new Set(linesOf(stored.notes).map(fingerprint)),
  };
  knownNotes.set(stored, known);
  return known;
}

/** A row's notes without the lines that an import wrote before, and a person took out of the customer's notes since. */
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
  /** What is to be remembered from now on. */
  readonly wroteNotes: readonly NotesLine[];
  /** The lines that went, and those that stand in their place; null: none went. */
  readonly replaced: readonly [from: string, to: string] | null;
  /** A line that the column no longer says was edited or removed in RenOS, so that the new one stands beside. */
  readonly isEdited: boolean;
}

/**
 * Takes out the lines that a column wrote and no longer says, where they still stand as it wrote them; what it says
 * anew stands in their place. `now` are the notes after all rows of the file, `said` is what those rows say.
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
