import { ApiError } from '../http/api-error.js';
import { errorReply, jsonReply, type WireReply, type WireRequest } from '../http/wire.js';
import type { Fault, FaultKind } from './fault.js';
import type { PageTricks } from './page-tricks.js';

/** Changes that a fault can request in how the server carries out the request. */
export interface Twist {
  readonly listingDelay?: number;
  readonly reverseListing?: boolean;
  /** How often each watcher gets the message about a write: 0 loses the message, 2 repeats it. */
  readonly pushCopies?: number;
}

/** The request of a fault, and the actions that the fault may take. */
export interface Scene {
  readonly request: WireRequest;
  readonly tricks: PageTricks;
  /** Carries out the request as usual; writes are committed. */
  perform(twist?: Twist): WireReply;
  /** Lets another writer change the event of the request (or the event that the fault names). */
  rivalEdit(patch: object): void;
  expireSyncTokens(): void;
  expireTombstones(): void;
  revokeAccessToken(): void;
  skewClock(ms: number): void;
}

const usualReasons: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'authError',
  403: 'rateLimitExceeded',
  404: 'notFound',
  409: 'duplicate',
  410: 'deleted',
  412: 'conditionNotMet',
  429: 'rateLimitExceeded',
};

function refusal(fault: Fault, request: WireRequest): WireReply {
  const status = fault.status ?? 503;
  const usual = status === 410 && request.query.has('syncToken') ? 'fullSyncRequired' : usualReasons[status];
  const reason = fault.reason ?? usual ?? 'backendError';
  const headers: Record<string, string> = {};
  if (fault.retryAfter !== undefined) headers['retry-after'] = String(fault.retryAfter);
  return errorReply(new ApiError(status, reason, fault.message ?? `Injected: ${reason}`), headers);
}

function dropped(): WireReply {
  return { status: 0, headers: {}, body: '', drop: true };
}

function htmlPage(fault: Fault): WireReply {
  const status = fault.status ?? 502;
  const body = `<!DOCTYPE html><html><head><title>Error ${status}</title></head><body>Server Error</body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}

function cutInHalf(reply: WireReply): WireReply {
  return { ...reply, body: reply.body.slice(0, Math.max(1, Math.floor(reply.body.length / 2))) };
}

type Strike = (fault: Fault, scene: Scene) => WireReply;

const strikes: Readonly<Record<FaultKind, Strike>> = {
  drop: () => dropped(),
  'commit-then-drop': (_fault, scene) => {
    scene.perform();
    return dropped();
  },
  status: (fault, scene) => refusal(fault, scene.request),
  'commit-then-status': (fault, scene) => {
    scene.perform();
    return refusal(fault, scene.request);
  },
  slow: (fault, scene) => ({ ...scene.perform(), delayMs: fault.delayMs ?? 1000 }),
  'truncated-json': (_fault, scene) => cutInHalf(scene.perform()),
  html: (fault) => htmlPage(fault),
  'empty-page': (_fault, scene) => scene.tricks.emptyPage(scene.request, scene.perform()),
  'repeat-item': (_fault, scene) => scene.tricks.repeatItem(scene.perform()),
  'move-item': (_fault, scene) => scene.tricks.moveItem(scene.perform()),
  'reverse-items': (_fault, scene) => scene.perform({ reverseListing: true }),
  'no-sync-token': (_fault, scene) => scene.tricks.withoutSyncToken(scene.perform()),
  'rival-edit': (fault, scene) => {
    scene.rivalEdit(fault.patch ?? {});
    return scene.perform();
  },
  'expire-token': (_fault, scene) => {
    scene.expireSyncTokens();
    return scene.perform();
  },
  'expire-tombstones': (_fault, scene) => {
    scene.expireTombstones();
    return scene.perform();
  },
  'expire-access-token': (_fault, scene) => {
    scene.revokeAccessToken();
    return scene.perform();
  },
  'invalid-grant': () =>
    jsonReply(400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }),
  'missing-batch-part': (_fault, scene) => ({ ...scene.perform(), omit: true }),
  'delay-listing': (fault, scene) => scene.perform({ listingDelay: fault.delayMs ?? 1000 }),
  'lost-push': (_fault, scene) => scene.perform({ pushCopies: 0 }),
  'repeat-push': (_fault, scene) => scene.perform({ pushCopies: 2 }),
  'clock-skew': (fault, scene) => {
    scene.skewClock(fault.skewMs ?? 0);
    return scene.perform();
  },
};

/** Answers a request as the fault demands. */
export function strikeFault(fault: Fault, scene: Scene): WireReply {
  return strikes[fault.kind](fault, scene);
}
