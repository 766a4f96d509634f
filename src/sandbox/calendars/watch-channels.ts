import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { isJsonObject, type JsonObject } from '../events/merge-patch.js';
import { ApiError, invalid, notFound, required } from '../http/api-error.js';

interface Channel {
  readonly id: string;
  readonly calendarId: string;
  readonly address: string;
  readonly resourceId: string;
  readonly resourceUri: string;
  readonly token: string | undefined;
  readonly expiration: number;
  sent: number;
}

const week = 7 * 24 * 60 * 60_000;
const loopback = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|$)/;

/** The push channels of a server. Messages go to loopback addresses only, and only when that is switched on. */
export class WatchChannels {
  private readonly channels = new Map<string, Channel>();

  constructor(private readonly pushesToLoopback: boolean) {}

  /** Opens a channel and sends its first message, `sync`. Throws 400s as Events: watch does. */
  open(raw: JsonObject, calendarId: string, resourceUri: string, now: number): Channel {
    const { id, type, address, token } = raw;
    if (typeof id !== 'string') throw required('Missing channel id.', 'id');
    if (!/^[A-Za-z0-9\-_+/=]{1,64}$/.test(id)) throw invalid('Invalid channel id.', 'id');
    if (type !== 'web_hook' && type !== 'webhook') throw invalid('Unknown channel type.', 'type');
    if (typeof address !== 'string' || !this.takesAddress(address)) {
      throw new ApiError(400, 'push.webhookUrlNotHttps', 'WebHook callback must be HTTPS.');
    }
    if (token !== undefined && (typeof token !== 'string' || token.length > 256)) {
      throw invalid('Invalid channel token.', 'token');
    }
    const known = this.channels.get(id);
    if (known !== undefined && known.expiration > now) {
      throw new ApiError(400, 'channelIdNotUnique', 'Channel id not unique');
    }
    const resourceId = randomBytes(16).toString('base64url');
    const expiration = expirationOf(raw, now);
    const channel = { id, calendarId, address, resourceId, resourceUri, token, expiration, sent: 0 };
    this.channels.set(id, channel);
    this.push(channel, 'sync');
    return channel;
  }

  /** Closes a channel. Throws a 404 unless id and resource belong together. */
  stop(id: unknown, resourceId: unknown): void {
    const channel = typeof id === 'string' ? this.channels.get(id) : undefined;
    if (channel === undefined || channel.resourceId !== resourceId) throw notFound();
    this.channels.delete(channel.id);
  }

  /** Tells all watchers of a calendar that something changed, `copies` times each. */
  tell(calendarId: string, now: number, copies = 1): void {
    for (const channel of this.channels.values()) {
      if (channel.calendarId !== calendarId || channel.expiration <= now) continue;
      for (let copy = 0; copy < copies; copy += 1) this.push(channel, 'exists');
    }
  }

  private takesAddress(address: string): boolean {
    return address.startsWith('https://') || (this.pushesToLoopback && loopback.test(address));
  }

  private push(channel: Channel, state: 'sync' | 'exists'): void {
    channel.sent += 1;
    if (!this.pushesToLoopback || !loopback.test(channel.address)) return;
    const headers = {
      'X-Goog-Channel-ID': channel.id,
      'X-Goog-Channel-Expiration': new Date(channel.expiration).toUTCString(),
      'X-Goog-Resource-ID': channel.resourceId,
      'X-Goog-Resource-URI': channel.resourceUri,
      'X-Goog-Resource-State': state,
      'X-Goog-Message-Number': String(channel.sent),
      'content-length': '0',
      ...(channel.token !== undefined && { 'X-Goog-Channel-Token': channel.token }),
    };
    const message = request(channel.address, { method: 'POST', headers, agent: false }, (reply) => reply.resume());
    // Push is not reliable: a watcher that does not listen is not told again.
    message.on('error', () => {});
    message.end();
  }
}

function expirationOf(raw: JsonObject, now: number): number {
  const ttl = isJsonObject(raw.params) ? Number(raw.params.ttl) : Number.NaN;
  if (Number.isFinite(ttl) && ttl > 0) return now + ttl * 1000;
  const wanted = Number(raw.expiration ?? Number.NaN);
  return Number.isFinite(wanted) && wanted > now ? wanted : now + week;
}
