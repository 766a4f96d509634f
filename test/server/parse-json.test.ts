import { expect, test } from 'vitest';
import { parseJson } from '../../src/server/http/parse-json.js';
import { Refusal } from '../../src/server/http/refusal.js';

const customer = (n: number) => ({
  name: `Søren "${n}", Ågård [${n}]`,
  phone: String(n),
  bookings: [{ start: 'x,]' }],
});
const customers = Array.from({ length: 4_000 }, (_, n) => customer(n));
const parse = (text: string | Buffer) => parseJson(Buffer.from(text as string));

test.each([
  ['a long list', { customers, options: { map: ['a=b'] } }],
  ['two long lists, and short ones', { a: [0], customers, b: ['x'], more: customers, c: [] }],
  ['a list alone', customers],
  ['a long list deeper down', { options: { customers } }],
  ['nothing long', { customers: [] }],
])('reads %s as JSON.parse does', async (_, body) => {
  for (const text of [JSON.stringify(body), JSON.stringify(body, null, 2), `\uFEFF${JSON.stringify(body)}`])
    expect(await parse(text)).toEqual(body);
});

test('of a name that comes twice the last one counts, as for JSON.parse', async () => {
  const list = JSON.stringify(customers);
  expect(
    await parse(`{"customers": [1], "customers": ${list}, "x": 1, "customers": ${list.replace('[', '[7,')}}`),
  ).toEqual({
    x: 1,
    customers: [7, ...customers],
  });
});

const list = JSON.stringify(customers).slice(1, -1);
test.each([
  ['a comma at the end', `{"customers": [${list},]}`],
  ['two commas', `{"customers": [${list},,${list}]}`],
  ['a comma at the beginning', `{"customers": [,${list}]}`],
  ['a customer that is broken', `{"customers": [${list},{"name" "x"},${list}]}`],
  ['a list that ends as an object', `{"customers": [${list}}}`],
  ['a list that does not end', `{"customers": [${list}`],
  ['something behind it', `{"customers": [${list}]} x`],
  ['commas alone', `{"customers": [${','.repeat(200_000)}]}`],
])('refuses a long body with %s', async (_, text) => {
  expect(() => JSON.parse(text)).toThrow();
  await expect(parse(text)).rejects.toMatchObject({ code: 'malformed-json', status: 400 });
});

test('tells at which character a long list is broken', async () => {
  const text = `{"customers": [${list},{"name" "x"}]}`;
  const place = Number(/position (\d+)/.exec(messageOf(() => JSON.parse(text)))?.[1]);
  const refusal = await parse(text).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect((refusal as Refusal).sentence).toEqual({ id: 'malformed-json/unreadable', params: { at: place } });
});

test('letters that are no UTF-8 are refused wherever they stand', async () => {
  const bytes = Buffer.from(JSON.stringify({ customers }));
  bytes[bytes.length >> 1] = 0xff;
  await expect(parseJson(bytes)).rejects.toMatchObject({ code: 'malformed-json' });
});

test('other work has its turn at least every 50 ms while 9 MB are parsed', async () => {
  const text = Buffer.from(JSON.stringify({ customers: Array.from({ length: 90_000 }, (_, n) => customer(n)) }));
  expect(text.length).toBeGreaterThan(8_000_000);
  await parseJson(text);
  let longest = 0;
  let before = process.cpuUsage();
  const timer = setInterval(() => {
    const { user } = process.cpuUsage(before);
    longest = Math.max(longest, user / 1_000);
    before = process.cpuUsage();
  }, 1);
  await parseJson(text);
  clearInterval(timer);
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThan(120);
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}
