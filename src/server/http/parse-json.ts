import { randomUUID } from 'node:crypto';
import { saying } from '../../core/errors.js';
import { giveWay } from '../../core/give-way.js';
import { type LongValue, refuseOddShape } from './odd-shape.js';
import { Refusal } from './refusal.js';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * `JSON.parse` of a body in UTF-8. A long value in it is a list of customers or the text of a file: that is parsed
 * piece by piece, and other work gets a turn in between. Refuses text that is not JSON (400), or that cannot be a list
 * of customers.
 */
export async function parseJson(body: Buffer): Promise<unknown> {
  const bytes = body.subarray(0, byteOrderMark.length).equals(byteOrderMark)
    ? body.subarray(byteOrderMark.length)
    : body;
  const values = await refuseOddShape(bytes);
  if (values.length === 0) return parse(textOf(bytes), 0);
  // A placeholder with a random name replaces each long value.
  const token = randomUUID();
  const frame: string[] = [];
  let from = 0;
  for (const [index, { kind, start, end }] of values.entries()) {
    frame.push(textOf(bytes.subarray(from, start)), kind === 'list' ? `"${token}${index}"` : `${token}${index}`);
    from = end;
  }
  const root = parse([...frame, textOf(bytes.subarray(from))].join(''), null) as object;
  for (const [name, value] of Object.entries(root)) {
    const said: unknown = Array.isArray(value) ? value[0] : value;
    const long =
      typeof said === 'string' && said.startsWith(token) ? values[Number(said.slice(token.length))] : undefined;
    if (long === undefined) continue;
    const items = await itemsOf(bytes, long);
    const read = long.kind === 'list' ? items : items.join('');
    // An own property for any name: `__proto__` is one in JSON.
    Object.defineProperty(root, name, { value: read, enumerable: true, writable: true, configurable: true });
  }
  return root;
}

/** The items of a list, or the parts of a text. */
async function itemsOf(bytes: Buffer, { kind, start, end, cuts }: LongValue): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  let from = start;
  for (const until of [...cuts, end]) {
    const text = textOf(bytes.subarray(from, until));
    const before = from;
    const json = kind === 'list' ? `[${text}]` : `["${text}"]`;
    const items = parse(json, () => textOf(bytes.subarray(0, before)).length - (kind === 'list' ? 1 : 2)) as unknown[];
    // A value must be before and after a comma.
    if (items.length === 0) throw malformed(null);
    for (const item of items) all.push(item);
    // A comma between two pieces belongs to neither.
    from = kind === 'list' ? until + 1 : until;
    await giveWay();
  }
  return all;
}

/** `place`: the text's position in the body; null: not known. */
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
