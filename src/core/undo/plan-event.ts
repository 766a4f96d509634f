import { type Content, type FieldChanges, type SyncField, timeText } from '../calendar/model/content.js';
import { isCutOf } from '../calendar/model/cut-text.js';
import type { EventChange, EventTime, Guest } from '../calendar/model/event.js';
import { plainText } from '../calendar/model/plain-text.js';
import type { EventSide, GoogleWrite, Pair } from '../calendar/model/sync-plan.js';
import type { KeptItem } from '../results/undo-result.js';
import { type ItemState, type PastEventChange, undoTable } from './undo-model.js';

/** The step of an undo for one event. */
interface EventStep {
  readonly google: GoogleWrite | null;
  readonly kept: readonly KeptItem[];
}

const texts = ['title', 'location', 'description'] as const;
const said: readonly SyncField[] = ['time', ...texts];

/** Decides by the table; an event is only written while it has the values that the run left. Pure. */
export function planEvent(pair: Pair, past: PastEventChange): EventStep {
  const { event, link } = pair;
  if (event === null || link === null) return kept(past, 'not-linked');
  const isGone = event.content.removed;
  if (past.did === 'changed') return isGone ? kept(past, 'gone') : planFields(pair, event, past);
  const standing = existenceStanding(pair, event, past);
  const action = undoTable[`${past.did}/${standing}`] ?? 'nothing';
  if (action === 'keep') return kept(past, 'changed-since', changedFields(event.content, past));
  if (action === 'remove') return { google: { kind: 'delete', fields: {} }, kept: [] };
  if (action === 'make-again') return { google: revival(event, link.base.event), kept: [] };
  return { google: null, kept: [] };
}

function existenceStanding({ link }: Pair, { content }: EventSide, past: PastEventChange): ItemState {
  if (content.removed) return 'gone';
  if (past.did === 'removed') return 'there';
  const isAsWritten = said.every((field) => isAsSaid(content[field], past.fields[field]?.[1] ?? null));
  const hasSameGuests = content.customer === (link?.base.event.customer ?? null);
  return isAsWritten && hasSameGuests ? 'as-left' : 'changed';
}

function planFields(pair: Pair, { content, event }: EventSide, past: PastEventChange): EventStep {
  const fields: Record<string, readonly [string | null, string | null]> = {};
  const keptFields: Record<string, KeptItem['fields'][string]> = {};
  for (const field of said) {
    const [was, is] = past.fields[field] ?? [null, null];
    if (was === is) continue;
    const now = content[field];
    const standing = isAsSaid(now, is) ? 'as-left' : isAsSaid(now, was) ? 'as-before' : 'changed';
    if (undoTable[`changed/${standing}`] === 'restore') fields[field] = [now, was];
    if (undoTable[`changed/${standing}`] === 'keep') keptFields[field] = { before: was, written: is, now };
  }
  const guests = past.guests === null ? null : guestsAgain(pair, past.guests);
  const change = { ...changeTo(fields, event?.start ?? null), ...guests };
  const isChange = Object.keys(change).length > 0;
  return {
    google: isChange ? { kind: 'update', change, fields } : null,
    kept: Object.keys(keptFields).length === 0 ? [] : kept(past, 'changed-since', keptFields).kept,
  };
}

/** The write that gives an event the second of each two values. */
function changeTo(fields: FieldChanges, start: EventTime | null): EventChange {
  const to = (field: SyncField) => fields[field]?.[1];
  const time = to('time');
  return {
    ...(time == null ? {} : timesOf(time, start?.kind === 'timed' ? start.timeZone : null)),
    ...Object.fromEntries(texts.filter((field) => fields[field] !== undefined).map((field) => [field, to(field)])),
  };
}

/** Reads `start/end` (see Content) as an event has them. */
function timesOf(time: string, timeZone: string | null): { start: EventTime; end: EventTime } {
  const [start = '', end = ''] = time.split('/');
  const read = (text: string): EventTime =>
    text.length === 10 ? { kind: 'day', date: text } : { kind: 'timed', at: new Date(text), timeZone };
  return { start: read(start), end: read(end) };
}

/** A write replaces the whole list of guests: if the event is only known from the database, it is read first. */
function guestsAgain({ event }: Pair, { was, is }: NonNullable<PastEventChange['guests']>): EventChange | null {
  const there = event?.event;
  if (there == null) return { attendees: [] };
  const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();
  const has = (list: readonly string[], address: string) => list.some((each) => same(each, address));
  const stay = there.attendees.filter(({ email }) => !has(is, email) || has(was, email));
  const back = was.filter((email) => !has(is, email) && !there.attendees.some((each) => same(each.email, email)));
  if (stay.length === there.attendees.length && back.length === 0) return null;
  const guest =
    there.guest !== null && !stay.some(({ email }) => same(email, there.guest ?? '')) ? { guest: null } : {};
  const asBefore: Guest[] = stay.map(({ email, asReceived }) => ({ email, asReceived }));
  return { attendees: [...asBefore, ...back.map((email) => ({ email }))], ...guest };
}

/** Google keeps the values of a deleted event for a while; values that it has forgotten are written again. */
function revival({ event }: EventSide, last: Content): GoogleWrite {
  const forgotten = texts.filter((field) => (event?.[field] ?? null) === null && last[field] !== null);
  const times =
    event?.start != null && event.end != null && `${timeText(event.start)}/${timeText(event.end)}` === last.time
      ? { start: event.start, end: event.end }
      : last.time === null
        ? {}
        : timesOf(last.time, null);
  return {
    kind: 'revive',
    change: { status: 'confirmed', ...times, ...Object.fromEntries(forgotten.map((field) => [field, last[field]])) },
    fields: Object.fromEntries(
      said.filter((field) => last[field] !== null).map((field) => [field, [null, last[field]]]),
    ),
  };
}

/** Google shortens long texts, and shows some as HTML. */
function isAsSaid(now: string | null, written: string | null): boolean {
  return now === written || now === plainText(written) || isCutOf(now, written);
}

function changedFields(now: Content, { fields }: PastEventChange): KeptItem['fields'] {
  const changed = said.filter((field) => !isAsSaid(now[field], fields[field]?.[1] ?? null));
  return Object.fromEntries(
    changed.map((field) => [field, { before: null, written: fields[field]?.[1] ?? null, now: now[field] }]),
  );
}

function kept(past: PastEventChange, reason: KeptItem['reason'], fields: KeptItem['fields'] = {}): EventStep {
  return { google: null, kept: [{ side: 'google', kind: 'event', id: past.id, reason, fields, usedBy: [] }] };
}
