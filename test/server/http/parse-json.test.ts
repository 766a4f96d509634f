import { expect, test } from 'vitest';
import { parseJson } from '../../../src/server/http/parse-json.js';
import { Refusal } from '../../../src/server/http/refusal.js';

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

const longTexts: readonly (readonly [string, string])[] = [
  ['a file', 'Name;Notes\n'.repeat(50_000)],
  ['escapes alone', '\n\t"\\'.repeat(60_000)],
  ['letters of two to four bytes', 'æøå€😀'.repeat(40_000)],
  ['quotes behind backslashes', '\\\\"x'.repeat(60_000)],
];
test.each(longTexts)('reads a long text of %s as JSON.parse does', async (_, csvData) => {
  const body = { options: { a: csvData.slice(0, 7) }, csvData, more: [csvData.slice(0, 9)] };
  expect(await parse(JSON.stringify(body))).toEqual(body);
  const ascii = JSON.stringify(body).replace(
    /[^\0-\x7f]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  expect(await parse(ascii)).toEqual(body);
  expect(await parse(JSON.stringify([csvData]))).toEqual([csvData]);
  for (const own of [`{"__proto__":${JSON.stringify(csvData)}}`, `{"__proto__":${JSON.stringify(customers)}}`])
    expect(JSON.stringify(await parse(own))).toBe(own);
});

test.each([
  ['a raw line end', (text: string) => `${text}\n${text}`],
  ['half an escape', (text: string) => `${text}\\u12${text}`],
  ['an unknown escape', (text: string) => `${text}\\x${text}`],
  ['no end', (text: string) => `${text}\\`],
])('refuses a long text with %s, by its place', async (_, spoil) => {
  const text = `{"a":1,"csvData":"${spoil('Søren, '.repeat(20_000))}"}`;
  const place = /position (\d+)/.exec(messageOf(() => JSON.parse(text)))?.[1];
  const refusal = (await parse(text).catch((error: unknown) => error)) as Refusal;
  expect(refusal).toBeInstanceOf(Refusal);
  const { at } = refusal.sentence.params as { readonly at: number | null };
  if (at !== null) expect(String(at)).toBe(place);
});

test.each([
  '{"dryRun": true, "dryRun": false}',
  '{"options": {"dryRun": true, "b": {}, "dryRun": false}}',
  `{"customers": [1], "x": {"a": [{}]}, "customers": ${JSON.stringify(customers)}}`,
  `{"csvData": ${JSON.stringify('Name\n'.repeat(50_000))}, "csvData": "Name"}`,
])('refuses what is named twice: one of the two would be ignored', async (text) => {
  await expect(parse(text)).rejects.toMatchObject({ status: 400, sentence: { id: 'malformed-json/twice' } });
});

test('the same name in several objects is no repetition, nor one in a customer', async () => {
  for (const text of ['{"a": {"x": 1}, "b": {"x": 2, "b": 3}, "c": [{"x": 1}, {"x": 2}]}', '{"a": [{"x": 1, "x": 2}]}'])
    expect(await parse(text)).toEqual(JSON.parse(text));
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

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}
