import type { WatchChannels } from '../calendars/watch-channels.js';
import { parseJsonObject } from '../events/parse-event-body.js';
import type { SandboxMail } from '../events/sandbox-mail.js';
import type { Fault } from '../faults/fault.js';
import { FaultQueue, type RequestFacts, readFacts } from '../faults/fault-queue.js';
import { PageTricks } from '../faults/page-tricks.js';
import { type Scene, strikeFault, type Twist } from '../faults/strike-fault.js';
import type { AccessRole } from '../store/access-role.js';
import { primaryCalendar } from '../store/primary-calendar.js';
import type { SandboxStore } from '../store/sandbox-store.js';
import { AccessTokens, bearerOf } from './access-tokens.js';
import { answerBatch } from './answer-batch.js';
import { ApiError, notFound } from './api-error.js';
import type { Call, Rules } from './call.js';
import { QuotaWindow } from './quota-window.js';
import { logEntry, RingLog } from './request-log.js';
import { findRoute, type Route } from './routes.js';
import type { SandboxRequest } from './sandbox-request.js';
import { readFields } from './select-fields.js';
import { errorReply, toWire, type WireReply, type WireRequest } from './wire.js';

/** The parts and options of an ApiServer. */
interface ApiServerSettings {
  readonly store: SandboxStore;
  readonly rules: Rules;
  readonly now: () => number;
  readonly quotaPerMinute: number | undefined;
  readonly requireAuth: boolean;
  readonly accessTokenSeconds: number;
  readonly batchLimit: number;
  readonly channels: WatchChannels;
}

const isMail = /^[^\s@]+@[^\s@]+$/;

function refuseWith(answer: () => WireReply): WireReply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ApiError) return errorReply(error);
    throw error;
  }
}

/** Answers single API requests: log, faults, sign-in, quota, then the operation itself. Does not use sockets. */
export class ApiServer {
  readonly requests = new RingLog<SandboxRequest>();
  readonly mails = new RingLog<SandboxMail>();
  readonly faults = new FaultQueue();
  private readonly tricks = new PageTricks();
  private readonly tokens: AccessTokens;
  private readonly quota: QuotaWindow;
  private readonly roles = new Map<string, AccessRole>();
  private skewMs = 0;
  private count = 0;

  constructor(private readonly settings: ApiServerSettings) {
    this.tokens = new AccessTokens(settings.requireAuth, settings.accessTokenSeconds);
    this.quota = new QuotaWindow(settings.quotaPerMinute);
  }

  /** The server's clock with its injected skew, epoch ms. */
  get clock(): number {
    return this.settings.now() + this.skewMs;
  }

  /**
   * Gives the holder of a bearer token a role of their own in all calendars, or removes it. The calendars' sync tokens
   * expire.
   */
  setRole(token: string, role: AccessRole | null): void {
    if (role === null) this.roles.delete(token);
    else this.roles.set(token, role);
    const { store } = this.settings;
    for (const { info } of store.calendars.values())
      store.commit([{ kind: 'tokens-expired', calendarId: info.id, floor: store.nextSeq() }]);
  }

  close(): void {
    this.settings.channels.close();
  }

  clearFaults(): void {
    this.faults.clear();
    this.tricks.clear();
    this.skewMs = 0;
  }

  /** Answers one request, which may be a part of a batch. */
  answer(received: WireRequest): WireReply {
    const request = this.tricks.unmask(received);
    return this.witness(received, findRoute(request.method, request.path), (route, twist) => {
      return this.tricks.deliver(received, this.perform(request, route, twist));
    });
  }

  /** Answers the token endpoint. */
  grantToken(request: WireRequest): WireReply {
    return this.witness(request, { operation: 'oauth.token', params: {} }, () =>
      this.tokens.grant(request, this.clock),
    );
  }

  /** Answers the batch endpoint; each part is logged, may get a fault and counts against the quota by itself. */
  answerBatch(request: WireRequest): WireReply {
    return this.witness(request, { operation: 'batch', params: {} }, () => {
      return answerBatch(request, this.settings.batchLimit, (part) => this.answer(part));
    });
  }

  /** Logs a request and applies faults; `perform` carries it out. */
  witness<R extends Pick<Route, 'operation' | 'params'>>(
    request: WireRequest,
    route: R | undefined,
    perform: (route: R | undefined, twist?: Twist) => WireReply,
  ): WireReply {
    const at = this.settings.now();
    const facts = readFacts(request, route, this.settings.store);
    const fault = this.faults.take(facts);
    const scene = () => this.sceneOf(request, facts, fault, (twist) => perform(route, twist));
    const reply = refuseWith(() => (fault === undefined ? perform(route) : strikeFault(fault, scene())));
    this.count += 1;
    this.requests.add(logEntry(this.count, at, request, facts, reply, fault?.kind));
    return reply;
  }

  private perform(request: WireRequest, route: Route | undefined, twist?: Twist): WireReply {
    return refuseWith(() => {
      this.tokens.check(request, this.clock);
      const cost = route?.operation === 'events.patch' ? 3 : 1;
      this.quota.spend(request.query.get('quotaUser') ?? this.accountOf(request), cost, this.settings.now());
      if (route === undefined) throw notFound();
      const select = readFields(request.query);
      const reply = route.handler(this.callOf(request, route, twist));
      return toWire(reply.body === undefined ? reply : { ...reply, body: select(reply.body) });
    });
  }

  /**
   * A bearer token that is a mail address signs in as that account, which is created on first use; any other token is
   * the owner's.
   */
  private accountOf(request: WireRequest): string {
    const { store } = this.settings;
    const token = bearerOf(request)?.toLowerCase() ?? '';
    if (!isMail.test(token)) return store.owner;
    this.addAccount(token);
    return token;
  }

  /** Creates an account with a primary calendar, unless it exists. */
  addAccount(address: string): void {
    const account = this.settings.store.as(address.toLowerCase());
    const info = account.calendars.has(account.owner) ? undefined : primaryCalendar(account, {});
    if (info !== undefined) account.commit([{ kind: 'calendar', info }]);
  }

  private callOf(request: WireRequest, route: Pick<Route, 'params'>, twist: Twist = {}): Call {
    const { rules, channels } = this.settings;
    const store = this.settings.store.as(this.accountOf(request));
    const { pushCopies = 1, ...rest } = twist;
    const role = this.roles.get(bearerOf(request) ?? '');
    return {
      store,
      rules,
      channels,
      changed: ({ info }) => channels.tell(info.id, this.clock, pushCopies),
      now: this.clock,
      query: request.query,
      params: route.params,
      headers: request.headers,
      body: () => parseJsonObject(request.body),
      mail: (mail) => this.mails.add(mail),
      ...(role !== undefined && { role }),
      ...rest,
    };
  }

  private sceneOf(
    request: WireRequest,
    facts: RequestFacts,
    fault: Fault | undefined,
    perform: (twist?: Twist) => WireReply,
  ): Scene {
    const { store } = this.settings;
    const calendar = () => store.calendar(facts.calendarId ?? 'primary');
    return {
      request,
      tricks: this.tricks,
      perform,
      rivalEdit: (patch) => this.rivalEdit(facts, fault, patch),
      expireSyncTokens: () => {
        store.commit([{ kind: 'tokens-expired', calendarId: calendar().info.id, floor: store.nextSeq() }]);
      },
      expireTombstones: () => store.purgeTombstones(calendar(), Number.POSITIVE_INFINITY),
      revokeAccessToken: () => this.tokens.revoke(request),
      skewClock: (ms) => {
        this.skewMs = ms;
      },
    };
  }

  /** Another writer's patch: without sign-in, quota, faults and log. */
  private rivalEdit(facts: RequestFacts, fault: Fault | undefined, patch: object): void {
    const calendarId = encodeURIComponent(facts.calendarId ?? 'primary');
    const eventId = encodeURIComponent(fault?.match?.eventId ?? facts.eventId ?? '');
    const path = `/calendar/v3/calendars/${calendarId}/events/${eventId}`;
    const body = JSON.stringify(patch);
    const request: WireRequest = { method: 'PATCH', path, query: new URLSearchParams(), headers: {}, body };
    const route = findRoute(request.method, path);
    if (route !== undefined) route.handler(this.callOf(request, route));
  }
}
