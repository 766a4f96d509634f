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

/** Source: Calendar API guide "Push notifications", "Respond to notifications". */
const retriedStatuses = [500, 502, 503, 504];
const mostRetries = 5;
const week = 7 * 24 * 60 * 60_000;
const loopback = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|$)/;

/** The push channels of a server. Messages go to loopback addresses only, and only when that is switched on. */
export class WatchChannels {
  private readonly channels = new Map<string, Channel>();

  private readonly retries = new Set<NodeJS.Timeout>();

  /** `retryMs`: the wait before the first retry of a failed message; each further wait is twice as long. */
  constructor(
    private readonly pushesToLoopback: boolean,
    private readonly retryMs = 1_000,
  ) {}

  /** Stops all retries. */
  close(): void {
    for (const timer of this.retries) clearTimeout(timer);
    this.retries.clear();
  }

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

  /** Notifies all watchers of a calendar of a change, `copies` times each. */
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
    this.deliver(channel, headers, 0);
  }

  /**
   * Posts a message; if the receiver is unreachable or fails temporarily, it gets the message again while its channel
   * is open.
   */
  private deliver(channel: Channel, headers: Record<string, string>, retries: number): void {
    const again = () => {
      if (retries >= mostRetries || this.channels.get(channel.id) !== channel) return;
      const timer = setTimeout(
        () => {
          this.retries.delete(timer);
          this.deliver(channel, headers, retries + 1);
        },
        this.retryMs * 2 ** retries,
      );
      timer.unref();
      this.retries.add(timer);
    };
    const message = request(channel.address, { method: 'POST', headers, agent: false }, (reply) => {
      reply.resume();
      if (retriedStatuses.includes(reply.statusCode ?? 0)) again();
    });
    message.on('error', again);
    message.end();
  }
}

function expirationOf(raw: JsonObject, now: number): number {
  const ttl = isJsonObject(raw.params) ? Number(raw.params.ttl) : Number.NaN;
  if (Number.isFinite(ttl) && ttl > 0) return now + ttl * 1000;
  const wanted = Number(raw.expiration ?? Number.NaN);
  return Number.isFinite(wanted) && wanted > now ? wanted : now + week;
}
