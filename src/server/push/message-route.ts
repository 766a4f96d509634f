import * as v from 'valibot';
import { saying } from '../../core/errors.js';
import type { Engine } from '../engine.js';
import { isSame } from '../http/bearer.js';
import { words } from '../http/language.js';
import { Refusal } from '../http/refusal.js';
import { type Route, route } from '../routes/route.js';
import { hashOf, messagesPath } from './keep-channels.js';
import type { PushedSync } from './pushed-sync.js';

/**
 * Accepts Google's messages: each names its channel and has the channel's token; nothing else in it is trusted. Source:
 * https://developers.google.com/workspace/calendar/api/guides/push#receive-notifications
 */
export function messageRoute({ reads }: Engine, pushed: PushedSync): Route {
  return route({
    method: 'POST',
    path: messagesPath,
    group: 'Server',
    summary: 'Take a message from Google: something changed in a calendar',
    isAskedByOthers: true,
    answers: { kind: 'data', schema: v.object({}), description: 'Understood.' },
    handle: async (c) => {
      const channelId = c.req.header('x-goog-channel-id') ?? '';
      const known = /^[\w-]{1,64}$/.test(channelId) ? await reads.channels.find(channelId) : null;
      const token = c.req.header('x-goog-channel-token') ?? '';
      const isOurs = isSame(hashOf(token), known?.tokenHash ?? '') && known !== null;
      if (!isOurs) throw new Refusal(404, saying('channel-unknown', {}), { hangUp: true });
      // The first message of a channel only reports that it is open.
      if (c.req.header('x-goog-resource-state') !== 'sync') pushed.ask();
      return c.json({ success: true, data: {}, message: words(c).understood });
    },
  });
}
