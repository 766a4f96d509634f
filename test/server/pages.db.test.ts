import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { addBookings, openServerWorld, type ServerWorld, token, until } from './open-server.js';
import { addMonthOfBookings, fileOfFindings } from './stocked-site.js';

let world: ServerWorld;
beforeAll(async () => {
  world = await openServerWorld();
  await world.sql`insert into customers (id, name, email, phone, "updatedAt") values ('c1', '<img src=x onerror=alert(1)>', 'a@example.dk', '+45 20 30 40 50', now()), ('c2', 'Bo 100%', null, null, now())`;
  await addBookings(world.sql, 3);
  await world.sql`update bookings set "customerId" = 'c1', "serviceType" = '<script>alert(1)</script>‮' where id = 'b1'`;
});
afterAll(() => world.close());

/** A browser's cookies and forms, without a browser. */
class Visitor {
  cookie = '';
  readonly #url: string;

  constructor(url = world.url) {
    this.#url = url;
  }

  async go(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'sec-fetch-site': 'same-origin', ...(this.cookie === '' ? {} : { cookie: this.cookie }) };
    const answer = await fetch(`${this.#url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>) },
    });
    const set = answer.headers.get('set-cookie');
    if (set !== null) this.cookie = set.split(';')[0] ?? '';
    return answer;
  }

  async formToken(path: string): Promise<string> {
    return /name="form" value="([^"]+)"/.exec(await (await this.go(path)).text())?.[1] ?? '';
  }

  async send(path: string, fields: Record<string, string>, from: string, headers = {}): Promise<Response> {
    const form = await this.formToken(from);
    return this.go(path, { method: 'POST', body: new URLSearchParams({ form, ...fields }), headers });
  }

  async upload(name: string, text: string): Promise<void> {
    const body = new FormData();
    body.append('form', await this.formToken('/import'));
    body.append('file', new File([text], name));
    expect((await this.go('/import', { method: 'POST', body })).headers.get('location')).toBe('/import/file');
  }

  async login(): Promise<this> {
    expect((await this.send('/login', { token }, '/login')).status).toBe(303);
    return this;
  }
}

const pages = ['/', '/runs', '/conflicts', '/customers', '/status', '/items/b1', '/customers/c1'];

describe('who may see the pages', () => {
  test('without a session every page leads to the login, and every form is refused', async () => {
    for (const path of pages) {
      const answer = await new Visitor().go(path);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/login?next=${encodeURIComponent(path)}`]);
    }
    for (const [path, next] of [
      ['/sync', '/'],
      ['/conflicts', '/conflicts'],
      ['/runs/r1/undo', '/runs/r1/undo'],
    ] as const) {
      const visitor = new Visitor();
      const answer = await visitor.go(path, { method: 'POST', body: new URLSearchParams() });
      const login = answer.headers.get('location') ?? '';
      expect(login).toBe(`/login?ended=1&next=${encodeURIComponent(next)}`);
      expect(await (await visitor.go(login)).text()).toContain(
        'Your session has ended, and what you sent was not done.',
      );
    }
  });

  test('an address that leads nowhere answers a person with a page, and a program with JSON', async () => {
    const visitor = await new Visitor().login();
    for (const [language, words] of [
      ['en', 'There is no such page'],
      ['da', 'Den side findes ikke'],
    ] as const) {
      const headers = { accept: 'text/html,*/*;q=0.8', 'accept-language': language };
      const answer = await visitor.go('/week/2026', { headers });
      expect([answer.status, (await answer.text()).includes(`<h1>${words}</h1>`)]).toEqual([404, true]);
    }
    const html = { accept: 'text/html' };
    expect((await new Visitor().go('/week/2026', { headers: html })).headers.get('location')).toBe(
      '/login?next=%2Fweek%2F2026',
    );
    for (const path of ['/api/nothing', '/week/2026'])
      expect((await world.request(path, { headers: path.startsWith('/api') ? html : {} })).status).toBe(404);
    expect((await world.request('/docs', { headers: html })).headers.get('content-type')).toContain('text/html');
  });

  test('a wrong token is reported, and the right one starts a session in a cookie that no script can read', async () => {
    const visitor = new Visitor();
    const wrong = await visitor.send('/login', { token: 'wrong' }, '/login');
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).toContain('That is not the token.');
    const right = await visitor.send('/login', { token }, '/login');
    expect(right.headers.get('set-cookie')).toMatch(/^renos-sync-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await visitor.go('/')).status).toBe(200);
  });

  test('the login always gives a new id, and leads only to our own pages', async () => {
    const visitor = new Visitor();
    await visitor.go('/login');
    const planted = visitor.cookie;
    await visitor.login();
    expect(visitor.cookie).not.toBe(planted);
    const victim = new Visitor();
    victim.cookie = planted;
    expect((await victim.go('/')).status).toBe(303);
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) {
      const led = await new Visitor().send('/login', { token, next }, '/login');
      expect(led.headers.get('location')).toBe('/');
    }
  });

  test('after the logout the old cookie opens nothing, and nothing is kept by the browser', async () => {
    const visitor = await new Visitor().login();
    const { cookie } = visitor;
    const shown = await visitor.go('/');
    expect(shown.headers.get('cache-control')).toBe('no-store');
    await visitor.send('/logout', {}, '/');
    visitor.cookie = cookie;
    expect((await visitor.go('/')).status).toBe(303);
  });

  test('a form of another site, or of another session, is refused', async () => {
    const visitor = await new Visitor().login();
    const other = await new Visitor().login();
    const form = await other.formToken('/');
    const refused = [
      await visitor.go('/sync', { method: 'POST', body: new URLSearchParams({}) }),
      await visitor.go('/sync', { method: 'POST', body: new URLSearchParams({ form }) }),
      await visitor.send('/sync', {}, '/', { 'sec-fetch-site': 'cross-site' }),
      await visitor.send('/sync', {}, '/', { 'sec-fetch-site': 'same-site' }),
      await visitor.send('/sync', {}, '/', { origin: 'https://evil.example' }),
      await visitor.send('/logout', {}, '/', { origin: 'null', 'sec-fetch-site': 'cross-site' }),
      await visitor.send('/logout', {}, '/', { origin: 'null', 'sec-fetch-site': 'none' }),
      await visitor.send('/login', { token }, '/login', { origin: 'https://evil.example' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    expect((await world.get('/api/calendar-sync/status')).body.data.lastRun).toBeNull();
  });

  test('a session opens no route of the API, and the token in a header opens no page', async () => {
    const visitor = await new Visitor().login();
    expect((await visitor.go('/api/calendar-sync/status')).status).toBe(401);
    expect((await world.request('/', { redirect: 'manual' })).status).toBe(303);
  });

  test('no page can be framed, loads anything from elsewhere or runs a script except ours', async () => {
    const visitor = await new Visitor().login();
    for (const path of [...pages, '/login', '/runs/unknown', '/items/%00', '/customers/..%2f..%2fetc%2fpasswd']) {
      const { headers } = await visitor.go(path, { redirect: 'follow' });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });
});

describe('what the pages show', () => {
  test('names and titles are text, whatever they hold', async () => {
    const visitor = await new Visitor().login();
    for (const path of ['/', '/items/b1', '/customers', '/customers/c1', '/customers?q=%22%3E%3Cscript%3E']) {
      const text = await (await visitor.go(path)).text();
      expect(text).not.toMatch(/<img|<script>alert|‮/);
    }
    expect(await (await visitor.go('/customers')).text()).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('customers are found by name and by phone, and a percent sign is no pattern', async () => {
    const visitor = await new Visitor().login();
    const found = async (q: string) =>
      (await (await visitor.go(`/customers?q=${encodeURIComponent(q)}`)).text()).match(/\/customers\/c\d/g);
    expect(await found('20304050')).toEqual(['/customers/c1']);
    expect(await found('%')).toEqual(['/customers/c2']);
    expect(await found('nobody')).toBeNull();
  });

  test('bookings of a server are changed in RenOS, not here', async () => {
    const visitor = await new Visitor().login();
    expect(await (await visitor.go('/items/b1')).text()).not.toContain('Cancel the booking');
    const refused = await visitor.send('/bookings', { id: 'b1', version: '', do: 'cancel' }, '/');
    expect(await refused.text()).toContain('are changed in RenOS');
  });

  test('every page is there in Danish too', async () => {
    const visitor = await new Visitor().login();
    for (const path of pages) {
      const text = await (await visitor.go(path, { headers: { 'accept-language': 'da,en;q=0.5' } })).text();
      expect(text).toContain('<html lang="da">');
      expect(text).toContain('Konflikter');
    }
  });

  test('a sync is begun and followed, and its undo shows the plan first', async () => {
    const visitor = await new Visitor().login();
    // On a Sunday night the hours to come are in the next week.
    const [{ day } = {}] =
      await world.sql`select to_char("startTime" at time zone 'UTC' at time zone 'Europe/Copenhagen', 'YYYY-MM-DD') as day from bookings where id = 'b1'`;
    await until(
      async () => (await visitor.go(`/?day=${day}&again=1`)).text(),
      (text) => text.includes('class="slot info'),
    );
    const begun = await visitor.send('/sync', {}, '/');
    const run = begun.headers.get('location') ?? (await begun.text());
    expect(run).toMatch(/^\/runs\/[a-z0-9]+$/);
    const id = run.slice('/runs/'.length);
    await until(
      async () => (await visitor.go(run)).text(),
      (text) => text.includes('3 events created'),
    );
    const plan = await (await visitor.go(`${run}/undo`)).text();
    expect(plan).toContain(`/runs/${id}/undo`);
    expect((await world.sql`select 1 from renos_sync.runs where kind = 'undo'`).length).toBe(0);
    const undone = await visitor.send(`${run}/undo`, {}, `${run}/undo`);
    expect(undone.headers.get('location')).toMatch(/^\/runs\/[a-z0-9]+$/);
  });
});

test('a key opens the pages once, and without a token no other browser gets in', async () => {
  const own = await openServerWorld({
    beside: world,
    settings: { key: 'a-key-for-one-browser', token: 'not-known-to-anybody' },
  });
  const open = async (key: string) =>
    (await fetch(`${own.url}/enter?key=${key}`, { redirect: 'manual' })).headers.get('location');
  expect(await open('another-key')).toBe('/login');
  expect(await open('a-key-for-one-browser')).toBe('/');
  expect(await open('a-key-for-one-browser')).toBe('/login');
  await own.close();
});

describe('however much there is', () => {
  test('the week of 10,000 bookings that are not synced is a small page, and does not wait for the plan', async () => {
    const own = await openServerWorld();
    onTestFinished(() => own.close());
    await addMonthOfBookings(own.sql, 10_000);
    // A quiet machine would have the plan before the page is asked to wait.
    own.sandbox.addFault({ kind: 'slow', delayMs: 2_000 });
    const visitor = await new Visitor(own.url).login();
    const first = await (await visitor.go('/')).text();
    expect(first).toContain('data-again');
    expect(first.match(/class="slot /g)?.length).toBeGreaterThan(7);
    expect(first.match(/class="slot /g)?.length).toBeLessThanOrEqual(7 * 24);
    expect(first).toMatch(/3\d\d more bookings/);
    const known = await until(
      async () => (await visitor.go('/?again=1')).text(),
      (text) => !text.includes('data-again'),
    );
    expect(known).toContain('class="slot info');
    expect(Buffer.byteLength(known)).toBeLessThan(200_000);
    const [, day = ''] = /href="(\/\?day=[\d-]+&amp;only=day)"/.exec(known) ?? [];
    const list = await (await visitor.go(day.replaceAll('&amp;', '&'))).text();
    expect(list.match(/href="\/items\//g)?.length).toBe(250);
    expect(Buffer.byteLength(list)).toBeLessThan(200_000);
  });

  test('an import of 20,000 rows with 1,000 findings is shown while it is read, then 20 rows of each kind', async () => {
    const visitor = await new Visitor().login();
    await visitor.upload('many.csv', fileOfFindings(20_000, 20));
    const first = await (await visitor.go('/import/file')).text();
    expect(first).toContain('data-again');
    const page = await until(
      async () => (await visitor.go('/import/file')).text(),
      (text) => !text.includes('data-again'),
    );
    expect(page).toContain('1000 ×');
    expect(page.match(/class="cell marked bad"/g)?.length).toBe(20);
    expect(page).toContain('These are the first 20 of 1000.');
    expect(Buffer.byteLength(page)).toBeLessThan(100_000);
  });
});

describe('attacks on the pages', () => {
  const million = 'x'.repeat(1_000_000);
  const nasty = [
    '<script>alert(1)</script>',
    'javascript:alert(1)',
    '\u202egnp.exe',
    '"><img src=x onerror=alert(1)>',
    million,
  ];

  test.each(nasty.map((text) => [text.slice(0, 40), text] as const))(
    'names, notes, services and titles that are %j are text on every page, and make none large',
    async (_, text) => {
      await world.sql`update customers set name = ${text}, notes = ${text}, address = ${text}, "companyName" = ${text} where id = 'c1'`;
      await world.sql`update bookings set "serviceType" = ${text}, address = ${text}, status = 'confirmed', "updatedAt" = now() where id = 'b1'`;
      await world.sql`insert into renos_sync.runs (id, kind, status, started_at, options, error) values ('nasty', 'sync', 'failed', now(), '{}', ${text}) on conflict (id) do update set error = excluded.error`;
      const visitor = await new Visitor().login();
      await visitor.upload(
        'nasty.csv',
        `Navn;E-mail;Noter;${text.slice(0, 50_000).replaceAll('"', '')}\n"${text.replaceAll('"', '""')}";x;"${text.replaceAll('"', '""')}";y\n`,
      );
      const shown = [
        ...pages,
        '/runs/nasty',
        '/runs/nasty/undo',
        '/import',
        '/import/file',
        `/customers?q=${encodeURIComponent(text.slice(0, 500))}`,
      ];
      for (const path of shown) {
        const source = await until(
          async () => (await visitor.go(path)).text(),
          (answer) => path !== '/import/file' || !answer.includes('data-again'),
        );
        const strange = source.match(/<script>alert|<img|href="javascript|\u202e|onerror=alert\(1\)>/g);
        expect({ path, strange, isSmall: Buffer.byteLength(source) < 300_000 }).toEqual({
          path,
          strange: null,
          isSmall: true,
        });
      }
    },
  );

  test('a path in a download or an upload leads nowhere, and no session gets another one’s file', async () => {
    const [one, other] = [await new Visitor().login(), await new Visitor().login()];
    await one.upload('../../../../etc/passwd', 'Navn;E-mail\nÅse;aase@example.dk\n');
    expect(await (await one.go('/import')).text()).toContain('Go on with passwd');
    expect(await (await other.go('/import')).text()).not.toContain('passwd');
    for (const path of ['/import/file', '/import/result'])
      expect((await other.go(path)).headers.get('location')).toBe('/import');
    for (const path of [
      '/import/rejects',
      '/import/rejects/..%2f..%2fetc%2fpasswd',
      '/runs/..%2f..',
      '/customers/%2e%2e%2f',
      '/pages-x.js',
      '/..%2fpackage.json',
    ])
      expect([401, 404], path).toContain((await other.go(path)).status);
  });

  test('the page before the logout is in no cache, and its forms are refused', async () => {
    const visitor = await new Visitor().login();
    const form = await visitor.formToken('/');
    const { cookie } = visitor;
    const out = await visitor.send('/logout', {}, '/');
    expect(out.headers.get('clear-site-data')).toBe('"cache"');
    visitor.cookie = cookie;
    const late = await visitor.go('/sync', { method: 'POST', body: new URLSearchParams({ form }) });
    expect(late.headers.get('location')).toBe('/login?ended=1&next=%2F');
  });
});
