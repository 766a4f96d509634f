import type { ChannelRequest, WatchedChannel } from '../core/calendar/calendar-watch.js';
import type { GoogleCaller } from './google-caller.js';
import { toError } from './google-error.js';

/**
 * Opens a push channel on a calendar's events.
 * Source: https://developers.google.com/workspace/calendar/api/v3/reference/events/watch
 */
export async function watchEvents(
  caller: GoogleCaller,
  { calendarId, channelId, address, token, seconds }: ChannelRequest,
  clientEmail: string | null,
): Promise<WatchedChannel> {
  const channel = { id: channelId, type: 'web_hook', address, token, params: { ttl: String(seconds) } };
  const answer = await caller.call({
    operation: 'events.watch',
    method: 'POST',
    send: (events, options) => events.watch({ calendarId, requestBody: channel }, options),
    read: readChannel,
  });
  if (answer.kind === 'answered') return answer.value;
  const call = { operation: 'events.watch', concernsOneEvent: false, concernsExistingEvent: false };
  throw toError(answer.failure, call, clientEmail);
}

/** The expiration is a number of milliseconds, written as text. */
function readChannel(data: unknown): WatchedChannel | null {
  const { resourceId, expiration } = (data ?? {}) as { resourceId?: unknown; expiration?: unknown };
  const expiresAt = new Date(Number(expiration));
  if (typeof resourceId !== 'string' || Number.isNaN(expiresAt.getTime())) return null;
  return { resourceId, expiresAt };
}
