import { randomBytes } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../events/merge-patch.js';
import type { WireReply, WireRequest } from '../http/wire.js';

function edit(reply: WireReply, change: (body: JsonObject) => JsonObject): WireReply {
  if (reply.status !== 200 || reply.body === '') return reply;
  const body: unknown = JSON.parse(reply.body);
  return isJsonObject(body) ? { ...reply, body: JSON.stringify(change(body)) } : reply;
}

function itemsOf(body: JsonObject): unknown[] {
  return Array.isArray(body.items) ? body.items : [];
}

/** Faults of paging that involve more than one page; they only change replies, not the calendar. */
export class PageTricks {
  /** Page tokens made here, and the real one (or none, for the first page) for each. */
  private readonly aliases = new Map<string, string | undefined>();
  /** Items to add at the beginning of a token's page. */
  private readonly carried = new Map<string, unknown>();

  /** The request with the real page token. */
  unmask(request: WireRequest): WireRequest {
    const token = request.query.get('pageToken');
    if (token === null || !this.aliases.has(token)) return request;
    const query = new URLSearchParams(request.query);
    const real = this.aliases.get(token);
    if (real === undefined) query.delete('pageToken');
    else query.set('pageToken', real);
    return { ...request, query };
  }

  /** The reply with the item that an earlier page held back. */
  deliver(request: WireRequest, reply: WireReply): WireReply {
    const token = request.query.get('pageToken') ?? '';
    const item = this.carried.get(token);
    if (item === undefined || reply.status !== 200) return reply;
    this.carried.delete(token);
    return edit(reply, (body) => ({ ...body, items: [item, ...itemsOf(body)] }));
  }

  /** A page without items; its page token fetches the page with the items. */
  emptyPage(request: WireRequest, reply: WireReply): WireReply {
    return edit(reply, ({ nextSyncToken: _nextSyncToken, ...body }) => {
      const alias = `empty-${randomBytes(6).toString('base64url')}`;
      this.aliases.set(alias, request.query.get('pageToken') ?? undefined);
      return { ...body, items: [], nextPageToken: alias };
    });
  }

  /** Repeats the page's last item: on the next page, or on this one if there is no next. */
  repeatItem(reply: WireReply): WireReply {
    return edit(reply, (body) => {
      const item = itemsOf(body).at(-1);
      if (item === undefined) return body;
      if (typeof body.nextPageToken !== 'string') return { ...body, items: [...itemsOf(body), item] };
      this.carried.set(body.nextPageToken, item);
      return body;
    });
  }

  /** Moves the page's first item to the next page. */
  moveItem(reply: WireReply): WireReply {
    return edit(reply, (body) => {
      const [item, ...rest] = itemsOf(body);
      if (item === undefined || typeof body.nextPageToken !== 'string') return body;
      this.carried.set(body.nextPageToken, item);
      return { ...body, items: rest };
    });
  }

  /** A last page whose sync token never comes. */
  withoutSyncToken(reply: WireReply): WireReply {
    return edit(reply, ({ nextSyncToken: _nextSyncToken, ...body }) => body);
  }

  clear(): void {
    this.carried.clear();
  }
}
