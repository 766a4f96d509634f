import { openCalendar } from '../events/find-event.js';
import { type Handler, noContent, ok } from '../http/call.js';

/** Calendar API v3, Events: watch. */
export const watchEvents: Handler = (call) => {
  const { info } = openCalendar(call, 'reader');
  const resourceUri = `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(info.id)}/events?alt=json`;
  const channel = call.channels.open(call.body(), info.id, resourceUri, call.now);
  const { id, resourceId, token, expiration } = channel;
  const more = token === undefined ? {} : { token };
  return ok({ kind: 'api#channel', id, resourceId, resourceUri, ...more, expiration: String(expiration) });
};

/** Calendar API v3, Channels: stop. */
export const stopChannel: Handler = (call) => {
  const { id, resourceId } = call.body();
  call.channels.stop(id, resourceId);
  return noContent();
};
