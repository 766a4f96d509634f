import { randomUUID } from 'node:crypto';
import { saying } from '../../core/errors.js';
import { giveWay } from '../../core/give-way.js';
import { type LongList, refuseOddShape } from './odd-shape.js';
import { Refusal } from './refusal.js';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * `JSON.parse` of a body in UTF-8. What is long in it is a list of customers: that is parsed piece by piece, and others have
 * their turn in between. Refuses what is no JSON (400), or not shaped like anybody's customers.
 */
export async function parseJson(body: Buffer): Promise<unknown> {
  const bytes = body.subarray(0, byteOrderMark.length).equals(byteOrderMark)
    ? body.subarray(byteOrderMark.length)
    : body;
  const lists = await refuseOddShape(bytes);
  if (lists.length === 0) return parse(textOf(bytes), 0);
  // Each long list is left out, a name that nobody can know beforehand in its place.
  const token = randomUUID();
  const frame: string[] = [];
  let from = 0;
  for (const [index, { start, end }] of lists.entries()) {
    frame.push(textOf(bytes.subarray(from, start)), `"${token}${index}"`);
    from = end;
  }
  const root = parse([...frame, textOf(bytes.subarray(from))].join(''), null) as Readonly<Record<string, unknown>>;
  for (const value of Object.values(root)) {
    const name: unknown = Array.isArray(value) ? value[0] : null;
    if (typeof name !== 'string' || !name.startsWith(token)) continue;
    const list = lists[Number(name.slice(token.length))];
    (value as unknown[]).length = 0;
    if (list !== undefined) await fill(value as unknown[], bytes, list);
  }
  return root;
}

async function fill(into: unknown[], bytes: Buffer, { start, end, cuts }: LongList): Promise<void> {
  let from = start;
  for (const until of [...cuts, end]) {
    const text = textOf(bytes.subarray(from, until));
    const before = from;
    const items = parse(`[${text}]`, () => textOf(bytes.subarray(0, before)).length - 1) as unknown[];
    // Before and behind a comma stands a value.
    if (items.length === 0) throw malformed(null);
    for (const item of items) into.push(item);
    from = until + 1;
    await giveWay();
  }
}

/** `place`: the text's own, within the body; null: not known. */
function parse(text: string, place: 0 | (() => number) | null): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw malformed(at === undefined || place === null ? null : Number(at) + (place === 0 ? 0 : place()));
  }
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed(null);
  }
}

function malformed(at: number | null): Refusal {
  return new Refusal(400, saying('malformed-json/unreadable', { at }));
}
