import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { edgeFailure } from '../../app/explain-failure.js';
import type { CalendarWatch, KnownChannel } from '../../core/calendar/model/calendar-watch.js';
import type { Engine } from '../engine.js';
import { failureOf } from '../http/failure.js';
import { keepSchedule } from '../schedule/keep-schedule.js';
import { everyInterval } from '../schedule/schedule.js';

/** The path of Google's messages, below PUBLIC_URL. */
export const messagesPath = '/api/google/notifications';

const week = 7 * 24 * 60 * 60;
/** Milliseconds before its end at which a channel gets a successor. */
const renewBefore = 24 * 60 * 60 * 1000;
/** Milliseconds between checks; one instance checks for all. */
const lookEvery = 5 * 60 * 1000;

/**
 * Keeps a push channel open for each calendar, until the signal. Channels overlap: a message may arrive twice, none is
 * lost. They stay open when one server stops, for the others and for its own next start.
 */
export async function keepChannels(engine: Engine, signal: AbortSignal): Promise<void> {
  const { settings, reads, log } = engine;
  const { publicUrl, usual } = settings;
  if (publicUrl === null || !usual.hasCalendar) return;
  const onFailure = (error: unknown) =>
    log.warn({ code: failureOf(edgeFailure(error)).body.error }, 'no push messages from Google for now');
  await keepSchedule({
    name: 'watch',
    schedule: everyInterval(lookEvery),
    ticks: reads.ticks,
    run: async () => {
      for (const calendarId of usual.sync.calendarIds) {
        await openChannel(engine, calendarId, `${publicUrl}${messagesPath}`).catch(onFailure);
      }
    },
    onElsewhere: () => {},
    onFailure,
    signal,
    random: settings.random,
  });
}

async function openChannel(engine: Engine, calendarId: string, address: string): Promise<void> {
  const { services, reads, log } = engine;
  const open = await reads.channels.findOpen(calendarId, address);
  const [longest] = open;
  const now = await reads.ticks.now();
  if (longest !== undefined && longest.expiresAt.getTime() - now.getTime() > renewBefore) return;
  const channelId = randomUUID();
  const token = randomBytes(32).toString('base64url');
  const watch = await services.calendar();
  const { resourceId, expiresAt } = await watch.watch({ calendarId, channelId, address, token, seconds: week });
  await reads.channels.keep({ channelId, calendarId, address, resourceId, tokenHash: hashOf(token), expiresAt });
  log.info({ until: expiresAt.toISOString() }, 'push channel opened');
  for (const past of open) await closeChannel(engine, watch, past);
}

/** A channel that Google does not close ends by itself; until then its messages are ignored. */
async function closeChannel({ reads, log }: Engine, watch: CalendarWatch, channel: KnownChannel): Promise<void> {
  await reads.channels.forget(channel.channelId);
  await watch.unwatch(channel).catch((error: unknown) => {
    log.info({ code: failureOf(edgeFailure(error)).body.error }, 'past push channel stays open');
  });
}

/** A token as it is stored: a reader of the table cannot send messages in Google's name. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
