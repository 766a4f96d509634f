import { giveWay, mustGiveWay } from '../../give-way.js';
import { plainFields } from '../model/customer.js';
import { type FindingSentence, sentence } from '../model/finding.js';
import { placeOf } from '../model/source.js';
import { isKept, keptLine } from '../values/kept-lines.js';
import { forgetNotes } from '../values/note-lines.js';
import { readPersonName } from '../values/person-name.js';
import type { Doubt } from './doubt.js';
import { finishRow } from './finish-row.js';
import { correctNotes, withoutRemoved } from './imported-notes.js';
import { matchKeys } from './match-keys.js';
import { changesBetween, type Merged, mergeCustomer } from './merge-customer.js';
import { type KnownCustomer, madeBy, naming, People, type Person, personOf } from './people.js';
import type { Draft, MatchRules, RowDecision, RowToDecide } from './row-decision.js';
import { findKnown, findMatch, type Match, type MatchRule } from './same-customer.js';

/** Decides rows that belong together, in the order of the file, by the table above `findMatch`. */
export function decideRows(...group: Group): readonly RowDecision[] {
  const steps = decideInSteps(...group);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same for a group of any size, without blocking the process. */
export async function decideGroup(...group: Group): Promise<readonly RowDecision[]> {
  const steps = decideInSteps(...group);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (mustGiveWay()) await giveWay();
  }
}

type Group = readonly [rows: readonly RowToDecide[], customers: readonly KnownCustomer[], rules: MatchRules];

function* decideInSteps(...[rows, customers, rules]: Group): Generator<void, readonly RowDecision[]> {
  const people = new People(customers, rules.country);
  const drafts: Draft[] = [];
  for (const row of rows) {
    drafts.push(decideRow(row, people, rules));
    yield;
  }
  const last = lastDrafts(drafts);
  const decisions: RowDecision[] = [];
  for (const draft of drafts) {
    decisions.push(finishRow(last.has(draft) ? correctLast(draft, rules) : draft));
    yield;
  }
  forgetNotes();
  return decisions;
}

function decideRow(row: RowToDecide, people: People, rules: MatchRules): Draft {
  const keyed = { row, keys: matchKeys(row.customer, rules.country) };
  if (row.customer.name === '') return decideNameless(keyed, people, rules);
  const match = findMatch(row.customer, keyed.keys, people, rules.country);
  const { rule, person, doubt } = match;
  const shared = sharedWith(match);
  if (person === null)
    return doubt === null ? create(keyed, people, rule, shared) : reject(keyed, rule, refusal(rule, doubt));
  if (doubt !== null) {
    const about = { who: naming(person), doubt };
    if (rules.onProbable === 'hold') return reject(keyed, heldAs(rule), sentence(heldAs(rule), about));
    const perhaps = sentence('probable-created', about);
    if (rules.onProbable === 'create') {
      if (rule === 'shared-email') return create(withoutEmail(keyed), people, rule, [perhaps, emailShared(person)]);
      return create(keyed, people, heldAs(rule), [perhaps]);
    }
  }
  return merge(keyed, { ...match, person }, people, rules);
}

/** A row of a list of contacts changes a known customer, and never creates one. */
function decideNameless(keyed: Keyed, people: People, rules: MatchRules): Draft {
  const match = findKnown(keyed.row.customer, keyed.keys, people);
  const { rule, person, doubt } = match;
  if (person === null)
    return reject(keyed, rule, doubt === null ? sentence('customer-unknown', {}) : refusal(rule, doubt));
  if (doubt !== null && rules.onProbable !== 'update')
    return reject(keyed, heldAs(rule), sentence(heldAs(rule), { who: naming(person), doubt }));
  return merge(keyed, { ...match, person }, people, rules);
}

/** Doubts with a rule of their own; all others are probable duplicates. */
function heldAs(rule: MatchRule): 'shared-email' | 'shared-phone' | 'probable-duplicate' {
  return rule === 'shared-email' || rule === 'shared-phone' ? rule : 'probable-duplicate';
}

/** Several customers match a row: none is chosen. */
function refusal(rule: MatchRule, doubt: Doubt): FindingSentence {
  if (rule === 'id-conflict' || rule === 'email-phone-conflict') return sentence(rule, { doubt });
  return sentence('several-customers', { doubt });
}

function sharedWith({ sharing }: Match): readonly FindingSentence[] {
  const [one, ...others] = sharing;
  if (one === undefined) return [];
  return [sentence('phone-shared', { who: naming(one), more: others.length })];
}

const emailShared = (person: Person) => sentence('email-shared', { who: naming(person) });

/** Only one customer may have an e-mail: the other one gets it in the notes. */
function withoutEmail({ row, keys }: Keyed): Keyed {
  const { customer } = row;
  const line = customer.email === null ? null : keptLine('email', customer.email);
  const notes = [customer.notes, line].filter((text) => text !== null).join('\n');
  return { row: { ...row, customer: { ...customer, email: null, notes: notes === '' ? null : notes } }, keys };
}

type Keyed = Pick<Draft, 'row' | 'keys'>;

function create(keyed: Keyed, people: People, rule: MatchRule, remarks: readonly FindingSentence[]): Draft {
  const { row } = keyed;
  const now = { ...row.customer, id: row.newId };
  const person = personOf(now, { stored: null, place: placeOf(row), firstSeq: row.seq });
  noteSaid(person, row);
  people.add(person);
  return { ...keyed, rule, person, outcome: 'created', reason: null, remarks, changed: true };
}

function reject(keyed: Keyed, rule: MatchRule, reason: FindingSentence): Draft {
  return { ...keyed, rule, person: null, outcome: 'rejected', reason, remarks: [], changed: false };
}

/** The last row of each customer. */
function lastDrafts(drafts: readonly Draft[]): ReadonlySet<Draft> {
  const found = new Map<Person, Draft>();
  for (const draft of drafts) if (draft.person !== null && draft.outcome === 'merged') found.set(draft.person, draft);
  return new Set(found.values());
}

/** After all rows: removes a line of the notes that none of them has any more, if it is still as an import wrote it. */
function correctLast(draft: Draft, { mode }: MatchRules): Draft {
  const { person, row } = draft;
  if (person === null || person.stored === null || person.notesLines.size === 0) return draft;
  const corrected = correctNotes(person.stored, person.now.notes, person.notesLines, mode);
  person.corrected = corrected;
  const edited = sentence('notes-edited', { who: naming(person) });
  const remarks = corrected.isEdited ? [...draft.remarks, edited] : draft.remarks;
  if (corrected.notes === person.now.notes) return { ...draft, remarks };
  person.now = { ...person.now, notes: corrected.notes };
  person.firstSeq ??= row.seq;
  return { ...draft, remarks, changed: true };
}

type Found = Match & { readonly person: Person };

function merge(keyed: Keyed, match: Found, people: People, rules: MatchRules): Draft {
  const { row } = keyed;
  const { rule, person } = match;
  const fromFile = person.stored === null;
  const isByPhone = rule === 'same-phone' || rule === 'shared-phone';
  const said = { ...row.customer, notes: withoutRemoved(row.customer, person.stored) };
  const merged = mergeCustomer(person.now, said, rules, {
    keepsName: isByPhone,
    keepsContacts: match.doubt === null && (isByPhone || rule === 'same-name-address'),
    said: new Set(person.said.keys()),
  });
  const changed = Object.keys(changesBetween(person.now, merged.customer)).length > 0;
  // One row per booking repeats its customer: such files are usual, and that is not a duplicate.
  const repeats = fromFile && !changed && row.hasBookings;
  if (!repeats && rules.onDuplicate === 'error')
    return reject(keyed, 'duplicate-refused', sentence('duplicate-refused', { who: naming(person) }));
  if (!repeats && rules.onDuplicate === 'skip')
    return { ...keyed, rule, person, outcome: 'skipped', reason: null, remarks: [], changed: false };
  const remarks = [...tellMerge(person, row, merged), ...sharedWith(match)];
  if (changed) {
    person.now = merged.customer;
    person.firstSeq ??= row.seq;
    person.name = readPersonName(person.now.name);
  }
  noteSaid(person, row);
  people.learn(person, keyed.keys, changed);
  return { ...keyed, rule, person, outcome: 'merged', reason: null, remarks, changed };
}

/** Records which row gave the present values. */
function noteSaid(person: Person, row: RowToDecide): void {
  const { customer } = row;
  const place = placeOf(row);
  for (const said of customer.notesLines ?? []) person.notesLines.add(said);
  for (const field of plainFields)
    if (isKept(field) && customer[field] !== null && customer[field] === person.now[field])
      person.said.set(field, place);
}

function tellMerge(person: Person, row: RowToDecide, merged: Merged<unknown>): readonly FindingSentence[] {
  const { lost, noted, lowered } = merged;
  const remarks: FindingSentence[] = [];
  if (lost.length > 0) {
    const places = lost.map((field) => person.said.get(field) ?? madeBy(person));
    const apart = new Map(places.map((place) => [place.record ?? place.line, place]));
    remarks.push(sentence('rows-differ', { fields: lost, places: [...apart.values()] }));
  } else if (person.stored === null && !row.hasBookings) remarks.push(sentence('same-customer', madeBy(person)));
  if (noted.length > 0) remarks.push(sentence('kept-in-notes', { who: naming(person), fields: noted }));
  if (lowered.length > 0) remarks.push(sentence('total-lower', { totals: lowered }));
  return remarks;
}
