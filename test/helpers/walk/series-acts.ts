import type { GoogleEvent } from '../../../src/google/event-mapper.js';
import { anyone, wordsFor } from './people.js';
import { type Act, hour, masterOf, patch, shifted, slot, textFor, zone } from './scene.js';

/** What a person does to series. */
export const seriesActs = {
  'make-series': (scene) => {
    const { start, end } = slot(scene);
    return scene.world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        id: `gang${scene.n}`,
        summary: `Fast ${scene.n}`,
        location: wordsFor(scene.step.field === 0 ? null : anyone(scene.step.pick), scene.n).address,
        start: { dateTime: start, timeZone: zone },
        end: { dateTime: end, timeZone: zone },
        recurrence: [`RRULE:FREQ=${scene.step.stamp ? 'WEEKLY' : 'DAILY'};COUNT=${2 + (scene.step.size % 3)}`],
      },
    });
  },
  'edit-series': async (scene) => {
    const master = await masterOf(scene);
    return patch(scene, master, textFor(master, scene));
  },
  'shift-series': async (scene) => {
    const master = await masterOf(scene);
    const by = (1 + (scene.step.size % 3)) * hour;
    return patch(scene, master, { start: shifted(master?.start, by), end: shifted(master?.end, by) });
  },
  'shorten-series': async (scene) => patch(scene, await masterOf(scene), { recurrence: ['RRULE:FREQ=DAILY;COUNT=1'] }),
  'lengthen-series': async (scene) =>
    patch(scene, await masterOf(scene), { recurrence: [`RRULE:FREQ=WEEKLY;COUNT=${3 + scene.step.field}`] }),
  'split-series': async (scene) => {
    const occurrence = await scene.event(({ recurringEventId }) => typeof recurringEventId === 'string');
    const at = occurrence?.originalStartTime?.dateTime;
    if (!occurrence?.recurringEventId || !at) return;
    const { data: master } = await scene.world.google.events.get({
      calendarId: 'primary',
      eventId: occurrence.recurringEventId,
    });
    const until = new Date(Date.parse(at) - 1_000).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
    const rule = (master.recurrence?.[0] ?? '').replace(/;COUNT=\d+/, '').replace(/;UNTIL=\w+/, '');
    const length = Date.parse(master.end?.dateTime ?? '') - Date.parse(master.start?.dateTime ?? '');
    if (!rule.startsWith('RRULE') || Number.isNaN(length)) return;
    const first = Date.parse(at) <= Date.parse(master.start?.dateTime ?? '');
    if (first) return;
    await patch(scene, master, { recurrence: [`${rule};UNTIL=${until}`] });
    await scene.world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        id: `gang${scene.n}`,
        summary: master.summary ?? null,
        location: master.location ?? null,
        description: master.description ?? null,
        start: { dateTime: new Date(at).toISOString(), timeZone: zone },
        end: { dateTime: new Date(Date.parse(at) + length).toISOString(), timeZone: zone },
        recurrence: [`${rule};COUNT=2`],
      },
    });
  },
  'delete-series': async (scene) => {
    const master = await masterOf(scene);
    if (master?.id) await scene.world.google.events.delete({ calendarId: 'primary', eventId: master.id });
  },
  'end-recurrence': async (scene) => patch(scene, await masterOf(scene), { recurrence: null }),
  'begin-recurrence': async (scene) => {
    const event = await scene.event(({ recurringEventId, start }) => !recurringEventId && Boolean(start?.dateTime));
    const inZone = (time: GoogleEvent['start']) => ({ dateTime: time?.dateTime ?? null, timeZone: zone });
    return patch(scene, event, {
      start: inZone(event?.start),
      end: inZone(event?.end),
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
    });
  },
} satisfies Record<string, Act>;
