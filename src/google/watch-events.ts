import type { ChannelRequest, KnownChannel } from '../core/calendar/model/calendar-watch.js';
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
): Promise<Pick<KnownChannel, 'resourceId' | 'expiresAt'>> {
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

/**
 * Closes a push channel; Google knows it by its own id and the resource's.
 * Source: https://developers.google.com/workspace/calendar/api/v3/reference/channels/stop
 */
export async function stopChannel(
  caller: GoogleCaller,
  { channelId, resourceId }: Pick<KnownChannel, 'channelId' | 'resourceId'>,
  clientEmail: string | null,
): Promise<void> {
  const answer = await caller.call({
    operation: 'channels.stop',
    method: 'POST',
    send: (_, options, channels) => channels.stop({ requestBody: { id: channelId, resourceId } }, options),
    read: () => true,
  });
  if (answer.kind === 'answered' || answer.failure.meaning === 'not-found') return;
  const call = { operation: 'channels.stop', concernsOneEvent: false, concernsExistingEvent: false };
  throw toError(answer.failure, call, clientEmail);
}

/** The expiration is a number of milliseconds, written as text. */
function readChannel(data: unknown): Pick<KnownChannel, 'resourceId' | 'expiresAt'> | null {
  const { resourceId, expiration } = (data ?? {}) as { resourceId?: unknown; expiration?: unknown };
  const expiresAt = new Date(Number(expiration));
  if (typeof resourceId !== 'string' || Number.isNaN(expiresAt.getTime())) return null;
  return { resourceId, expiresAt };
}
