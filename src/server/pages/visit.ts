import { saying } from '../../core/errors.js';
import { type Language, preferredLanguage } from '../../messages/language.js';
import type { Part } from '../../reports/html/markup.js';
import { type Site, siteDocument, sitePolicy } from '../../reports/html/site/site.js';
import { plainPage } from '../../reports/page.js';
import type { ApiContext } from '../http/api-env.js';
import { type BodyLimits, mediaType, readBody } from '../http/read-body.js';
import { Refusal } from '../http/refusal.js';
import type { ServerSettings } from '../server-settings.js';
import { newSecret, type Sessions } from './sessions.js';

/** A browser's request for a page: its session, its language, and its answer. */
export interface Visit {
  readonly c: ApiContext;
  readonly site: Site;
  /** The session; before the login, a number that only ties a form to its page. */
  readonly id: string;
  readonly isIn: boolean;
}

/** A page by its title and body, or any other answer. */
export type Shown = readonly [title: string, body: Part] | Response;

export interface Form {
  readonly fields: URLSearchParams;
  readonly file: { readonly name: string; readonly bytes: Buffer } | null;
}

/** One page: shown to a logged-in browser, or run by a form of such a page. */
export interface PageRoute {
  readonly path: string;
  readonly show?: (visit: Visit) => Shown | Promise<Shown>;
  readonly take?: (visit: Visit, form: Form) => Shown | Promise<Shown>;
  /** Bytes of a form that may hold a file. */
  readonly most?: number;
  /** Available before the login too. */
  readonly isOpen?: boolean;
}

/**
 * Reads the session of a request. Without a token, every client that reaches this server is logged in, and has a
 * session for its forms.
 */
export function visitOf(c: ApiContext, sessions: Sessions, settings: ServerSettings, language: Language): Visit {
  const shown = cookieOf(c, settings);
  const known = shown !== null && sessions.has(shown);
  const isIn = known || settings.token === null;
  const id = known ? shown : settings.token === null ? sessions.begin() : (shown ?? newSecret());
  if (id !== shown) setCookie(c, settings, id);
  const page = { ...plainPage, language: preferredLanguage(c.req.header('accept-language')) ?? language };
  const path = new URL(c.req.url).pathname;
  return { c, id, isIn, site: { ...page, path, formToken: sessions.formToken(id), hasLogin: settings.token !== null } };
}

/** Sends a page that must not be stored or framed, and loads nothing from elsewhere. */
export function showPage({ c, site }: Visit, title: string, body: Part, status = 200): Response {
  return c.html(siteDocument(site, title, body), status as 200, pageHeaders);
}

export const pageHeaders = { 'Content-Security-Policy': sitePolicy, 'Referrer-Policy': 'no-referrer', Vary: 'Cookie' };

/** After a form: redirects the browser to another page. */
export function goTo({ c }: Visit, path: string): Response {
  return c.body(null, 303, { Location: path, 'Referrer-Policy': 'no-referrer' });
}

/** Refuses requests that another site's page sends, by the browser's headers; other programs have no cookie. */
function refuseOtherSites(c: ApiContext, { publicUrl }: ServerSettings): void {
  const { origin, host = '', 'sec-fetch-site': site } = c.req.header();
  const own = [`http://${host}`, `https://${host}`, publicUrl === null ? '' : new URL(publicUrl).origin];
  const isOwn =
    ([undefined, 'none'].includes(site) && (origin === undefined || own.includes(origin))) ||
    // The forms of a page without a referrer have the origin `null`, also on its own site.
    (site === 'same-origin' && (origin === undefined || origin === 'null' || own.includes(origin)));
  if (!isOwn) throw new Refusal(403, saying('strange-origin/form', {}));
}

/** Reads a form whose token belongs to this session; throws Refusal for any other. */
export async function readForm(visit: Visit, sessions: Sessions, settings: ServerSettings, most = 65_536) {
  const { c, id } = visit;
  refuseOtherSites(c, settings);
  const form = await readFields(c, { most, patience: settings.limits.bodyPatience });
  if (!sessions.isFormToken(id, form.fields.get('form') ?? '')) throw new Refusal(403, saying('form-unknown', {}));
  return form;
}

async function readFields({ env: { incoming } }: ApiContext, limits: BodyLimits): Promise<Form> {
  if (!['application/x-www-form-urlencoded', 'multipart/form-data'].includes(mediaType(incoming) ?? ''))
    throw new Refusal(415, saying('unsupported-media-type/form', {}), { hangUp: true });
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of readBody(incoming, limits)) pieces.push(new Uint8Array(piece));
  const headers = { 'content-type': incoming.headers['content-type'] ?? '' };
  const read = await new Response(new Blob(pieces), { headers }).formData().catch(() => {
    throw new Refusal(400, saying('body-broken-off/form', {}));
  });
  const fields = new URLSearchParams();
  let file: Form['file'] = null;
  for (const [name, value] of read) {
    if (`${name}${typeof value === 'string' ? value : ''}`.includes('\0'))
      throw new Refusal(400, saying('body-broken-off/form', {}));
    if (typeof value === 'string') fields.append(name, value);
    else file = { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return { fields, file };
}

/** One name for each port, because browsers store cookies by host only. Over https, only this very host can have set it. */
function cookieName(c: ApiContext, settings: ServerSettings): string {
  const port = /:(\d+)$/.exec(c.req.header('host') ?? '')?.[1] ?? '';
  return `${isSecure(c, settings) ? '__Host-' : ''}renos-sync${port === '' ? '' : `-${port}`}`;
}

function cookieOf(c: ApiContext, settings: ServerSettings): string | null {
  const name = `${cookieName(c, settings)}=`;
  const found = (c.req.header('cookie') ?? '').split(/; */).find((one) => one.startsWith(name));
  const value = found?.slice(name.length) ?? '';
  return /^[\w-]{43}$/.test(value) ? value : null;
}

export function setCookie(c: ApiContext, settings: ServerSettings, id: string): void {
  const secure = isSecure(c, settings) ? '; Secure' : '';
  c.header('Set-Cookie', `${cookieName(c, settings)}=${id}; Path=/; HttpOnly; SameSite=Strict${secure}`);
}

function isSecure(c: ApiContext, { publicUrl, trustsProxy }: ServerSettings): boolean {
  if (trustsProxy && c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https') return true;
  return publicUrl?.startsWith('https:') === true && new URL(publicUrl).host === c.req.header('host');
}
