import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js';

/** A service account that signs in to Google, for itself or in the name of a user of its Workspace. */
export interface ServiceAccount {
  readonly clientEmail: string;
  /** PEM, as in the key file. */
  readonly privateKey: string;
  /** The user whose calendars are used; needs domain-wide delegation. */
  readonly impersonatedUser: string | null;
}

/** Supplies the access token of a request. */
export interface AccessTokens {
  current(): Promise<string>;
  /** Google rejected this token: fetch another one, unless another caller already did. */
  renew(rejected: string): void;
}

/** The Calendar API of the googleapis package. The first call loads it, because loading takes a tenth of a second. */
export type CalendarLibrary = typeof import('googleapis/build/src/apis/calendar/index.js');
export type CalendarEvents = calendar_v3.Resource$Events;
export type CalendarChannels = calendar_v3.Resource$Channels;
export type Calendars = calendar_v3.Resource$Calendars;

/**
 * The scope of every request except the one for the calendar's own id. It allows to list, read and write events in
 * every calendar shared with the account. A listing also contains the calendar's zone and our role, so calendarList,
 * settings and acl are not needed. `calendar.events.owned` would be narrower, but a service account rarely owns the
 * calendar. Source: https://developers.google.com/workspace/calendar/api/auth
 */
export const eventsScope = 'https://www.googleapis.com/auth/calendar.events';
/** The scope for asking which calendar a name refers to. It is a separate token, because a delegation may not allow it. */
export const calendarsScope = 'https://www.googleapis.com/auth/calendar.calendars.readonly';

const googleTokenUrl = 'https://oauth2.googleapis.com/token';

/** A token that never changes: for a server in place of Google that needs no credentials. */
export function fixedToken(token: string): AccessTokens {
  return { current: async () => token, renew: () => {} };
}

interface ServiceAccountTokensOptions {
  readonly account: ServiceAccount;
  /** Null for Google itself; otherwise the token endpoint is `/token` below this address. */
  readonly apiUrl: string | null;
  readonly timeoutMs: number;
  readonly scope: string;
  readonly load: () => Promise<CalendarLibrary>;
}

/**
 * Signs a JWT and exchanges it for access tokens (RFC 7523) with google-auth-library. The library keeps a token until
 * five minutes before it expires and lets concurrent callers share one exchange. Rejects with the HTTP client's error.
 */
export function serviceAccountTokens(options: ServiceAccountTokensOptions): AccessTokens {
  let client: Promise<JwtClient> | undefined;
  let issued: JwtClient | undefined;
  return {
    async current() {
      client ??= makeClient(options);
      issued = await client;
      const { token } = await issued.getAccessToken();
      if (!token) throw new Error('The token endpoint gave no access token.');
      return token;
    },
    renew(rejected) {
      if (issued?.credentials.access_token !== rejected) return;
      issued.setCredentials({ refresh_token: 'jwt-placeholder', expiry_date: 1 });
    },
  };
}

type JwtClient = InstanceType<CalendarLibrary['auth']['JWT']>;

async function makeClient({
  account,
  apiUrl,
  timeoutMs,
  scope,
  load,
}: ServiceAccountTokensOptions): Promise<JwtClient> {
  const { auth } = await load();
  const tokenUrl = apiUrl === null ? googleTokenUrl : `${apiUrl.replace(/(?<!\/)\/+$/, '')}/token`;
  const client = new auth.JWT({
    email: account.clientEmail,
    key: account.privateKey,
    scopes: [scope],
    ...(account.impersonatedUser === null ? {} : { subject: account.impersonatedUser }),
    // An assertion made for another server must be worthless at Google's (RFC 7523, section 3: "aud").
    ...(apiUrl === null ? {} : { additionalClaims: { aud: tokenUrl } }),
    transporterOptions: { timeout: timeoutMs },
    // By default the library logs every token if GOOGLE_SDK_NODE_LOGGING is set.
    useAuthRequestParameters: false,
  });
  client.transporter.interceptors.request.add({
    resolved: async (config) => {
      // The library has a fixed token endpoint and three retries; we set both.
      config.url = new URL(tokenUrl);
      config.retry = false;
      config.retryConfig = { retry: 0 };
      return config;
    },
  });
  return client;
}
