import { sentence } from '../model/finding.js';
import { recordNamed } from '../read/row-reports.js';
import { isFurther } from '../values/note-lines.js';
import { readPersonName } from '../values/person-name.js';
import { relateNames } from '../values/relate-names.js';
import type { MatchKeys } from './match-keys.js';
import { changesBetween } from './merge-customer.js';
import { naming, type Person, type PreviousKey } from './people.js';
import type { KeyKind } from './repeats.js';
import type { Draft, RowDecision } from './row-decision.js';

/** After all rows: the first row of each customer carries its changes. */
export function finishRow(draft: Draft): RowDecision {
  const { row, person, rule, reason, remarks } = draft;
  const base = {
    ...recordNamed(row.record, row.customer.name),
    ...{ seq: row.seq, line: row.line, rule, reason, remarks, renamed: false, create: null, update: null },
    ...{ formerly: [], wroteNotes: null, correctedNotes: null },
  };
  if (person === null || draft.outcome === 'rejected') return { ...base, outcome: 'rejected', customerId: null };
  if (draft.outcome === 'skipped') return { ...base, outcome: 'skipped', customerId: person.id };
  const formerly = previousKeys(draft.keys, person);
  const isFirst = person.firstSeq === row.seq;
  if (person.stored === null) {
    const { id: _, notesLines: __, ...customer } = person.now;
    const wroteNotes = person.notesLines.size === 0 ? null : [...person.notesLines];
    if (isFirst) return { ...base, outcome: 'created', customerId: person.id, create: customer, formerly, wroteNotes };
    return { ...base, outcome: draft.changed ? 'updated' : 'unchanged', customerId: person.id, formerly };
  }
  const changes = changesBetween(person.stored, person.now);
  const differsNow = Object.keys(changes).length > 0;
  if (!differsNow || !draft.changed) return { ...base, outcome: 'unchanged', customerId: person.id, formerly };
  const known = { ...base, outcome: 'updated', customerId: person.id, formerly } as const;
  if (!isFirst) return known;
  const renamed =
    changes.name !== undefined && relateNames(readPersonName(person.stored.name), person.name) === 'different';
  const rename = sentence('customer-renamed', { who: naming(person) });
  const { wroteNotes = null, replaced = null } = person.corrected ?? {};
  return {
    ...{ ...known, update: changes, renamed, remarks: renamed ? [...remarks, rename] : remarks },
    ...{ wroteNotes, correctedNotes: replaced },
  };
}

function previousKeys(keys: MatchKeys, person: Person): readonly PreviousKey[] {
  const now = person.keys;
  const mine: readonly (readonly [KeyKind, string | null, string | null | undefined])[] = [
    ['email', keys.email, now?.email],
    ['phone', keys.phone, now?.phone],
    ['name', keys.nameAddress, now?.nameAddress],
  ];
  return mine.flatMap(([kind, key, present]) => {
    if (
      key === null ||
      key === present ||
      (kind !== 'name' && now !== null && isFurther(now.further, `${kind} ${key}`))
    )
      return [];
    return isPrevious(person.stored, kind, key) ? [] : [{ kind, key }];
  });
}

const previousSets = new WeakMap<readonly PreviousKey[], ReadonlySet<string>>();

/** Whether a customer had the key before; one customer may have had thousands. */
function isPrevious(stored: Person['stored'], kind: KeyKind, key: string): boolean {
  if (stored === null || stored.formerly.length === 0) return false;
  const { formerly } = stored;
  const known = previousSets.get(formerly) ?? new Set(formerly.map((previous) => `${previous.kind} ${previous.key}`));
  previousSets.set(formerly, known);
  return known.has(`${kind} ${key}`);
}
