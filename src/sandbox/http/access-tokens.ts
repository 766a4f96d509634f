import { randomBytes } from 'node:crypto';
import { ApiError } from './api-error.js';
import { jsonReply, type WireReply, type WireRequest } from './wire.js';

const grants = ['refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer', 'authorization_code'];

/** The bearer tokens that the sandbox has issued or revoked; any other token is accepted. */
export class AccessTokens {
  private readonly expiries = new Map<string, number>();
  private readonly revoked = new Set<string>();

  constructor(
    private readonly required: boolean,
    private readonly lifetimeSeconds: number,
  ) {}

  /** Answers the token endpoint. Source: RFC 6749, sections 5.1 and 6; RFC 7523, section 2.1. */
  grant(request: WireRequest, now: number): WireReply {
    const form = new URLSearchParams(request.body);
    const grant = form.get('grant_type') ?? '';
    if (!grants.includes(grant)) return jsonReply(400, { error: 'unsupported_grant_type' });
    if (grant.endsWith('jwt-bearer') ? !form.has('assertion') : !form.has('refresh_token') && !form.has('code')) {
      return jsonReply(400, { error: 'invalid_request' });
    }
    const token = `ya29.sandbox-${randomBytes(12).toString('base64url')}`;
    this.expiries.set(token, now + this.lifetimeSeconds * 1000);
    return jsonReply(200, { access_token: token, expires_in: this.lifetimeSeconds, token_type: 'Bearer' });
  }

  /** Throws a 401 unless the request has a token that is neither expired nor revoked. */
  check(request: WireRequest, now: number): void {
    const token = bearerOf(request);
    const expired = (this.expiries.get(token ?? '') ?? Number.POSITIVE_INFINITY) <= now;
    const good = token === undefined ? !this.required : !expired && !this.revoked.has(token);
    if (good) return;
    throw new ApiError(401, 'authError', 'Invalid Credentials', { location: 'Authorization', locationType: 'header' });
  }

  /** Revokes the request's own token. */
  revoke(request: WireRequest): void {
    const token = bearerOf(request);
    if (token !== undefined) this.revoked.add(token);
  }
}

export function bearerOf(request: WireRequest): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
