import { isContactList } from '../../core/customers/columns/file-words.js';
import { noting, warningOf } from '../../core/customers/model/finding.js';
import type { Cell, CustomerSource, SourceRow, SourceShape } from '../../core/customers/model/source.js';
import { InputFileError, saying } from '../../core/errors.js';
import type { ByteSource } from '../bytes/byte-source.js';
import { inspectBytes } from '../bytes/inspect-bytes.js';
import { plainBytes } from '../bytes/text-bytes.js';
import { mayBeWrapped, unwrapRecord } from '../wrapped-values.js';
import { cutObjects } from './cut-objects.js';
import { findList, jqPath, type ListPlace } from './find-list.js';

/** A JSON file whose records can also be read as their original text. */
export interface JsonSource extends CustomerSource {
  readonly kind: 'json';
  records(): AsyncIterable<readonly { readonly seq: number; readonly line: number; readonly text: string }[]>;
}

const notAnObject = noting('json-not-an-object', {});
const broken = noting('json-broken', {});

/**
 * Reads JSON customers: an array, a list inside an object, or one object a line; never the whole file at once. Lists of
 * lists are a table, like the sheet of a workbook: its header is one of the rows, and a row's line is its number.
 */
export function jsonSource(bytes: ByteSource, options: { readonly encoding?: string | null } = {}): JsonSource {
  const { names, cellsOf } = fieldPlaces();
  let isTable = false;
  let known: ReturnType<typeof learn> | null = null;
  const know = () => {
    known ??= learn(bytes, options.encoding ?? null);
    return known;
  };
  async function* records() {
    const { plain, list, table } = await know();
    isTable = table !== null;
    let seq = 0;
    for await (const objects of cutObjects(plain.chunks(), table === 'lines' ? 'values' : list)) {
      const first = seq;
      yield objects.map(({ line, bytes: text }, index) => ({
        seq: first + index,
        line,
        text: plain.decode(text, 0, text.length),
      }));
      seq += objects.length;
    }
  }
  return {
    kind: 'json',
    inspect: async () => (await know()).shape,
    fields: () => (isTable ? null : names),
    async *redacted(redactor) {
      const { redactJson } = await import('../redact/redact-json.js');
      yield* redactJson(bytes, options, redactor);
    },
    close: () => bytes.close(),
    records,
    async *rows() {
      for await (const batch of records()) {
        yield batch.map(({ seq, line, text }): SourceRow => {
          const value = parseRecord(text);
          if (isTable && Array.isArray(value)) return { seq, line: seq + 1, cells: value.map(cellOf), problem: null };
          if (value === undefined) return { seq, line, record: seq + 1, cells: [], problem: broken };
          if (value === null || typeof value !== 'object' || Array.isArray(value))
            return { seq, line, record: seq + 1, cells: [], problem: notAnObject };
          const record = value as Readonly<Record<string, Cell>>;
          const cells = cellsOf(mayBeWrapped(text) ? unwrapRecord(record) : record);
          return { seq, line, record: seq + 1, cells, problem: null };
        });
      }
    },
  };
}

/** Gives each new field its own column. */
export function fieldPlaces() {
  const names: string[] = [];
  const places = new Map<string, number>();
  const cellsOf = (record: Readonly<Record<string, Cell>>): readonly Cell[] => {
    const cells: Cell[] = [];
    for (const [name, cell] of fieldsOf(record, '', 3)) {
      let place = places.get(name);
      if (place === undefined) {
        if (names.length >= 10_000) continue;
        place = names.push(name) - 1;
        places.set(name, place);
      }
      cells[place] = cell;
    }
    for (let index = 0; index < cells.length; index += 1) cells[index] ??= null;
    return cells;
  };
  return { names, cellsOf };
}

/** The fields of a record; a nested object's fields have both names, as `adresse.vej`, and a number in a list of objects. */
function* fieldsOf(record: Readonly<Record<string, Cell>>, before: string, depth: number): Iterable<[string, Cell]> {
  for (const [name, cell] of Object.entries(record)) {
    if (isObject(cell) && depth > 0) yield* fieldsOf(cell, `${before}${name}.`, depth - 1);
    else if (depth > 0 && Array.isArray(cell) && cell.some(isObject) && isContactList(name))
      yield* contactsOf(cell, `${before}${name}`, depth);
    else yield [`${before}${name}`, cell];
  }
}

/** The most phones, e-mails or addresses of one customer. */
const mostContacts = 20;

/** A list like Google's `phoneNumbers: [{value: …}]`. Texts in it are kept as a list. */
function* contactsOf(list: readonly Cell[], name: string, depth: number): Iterable<[string, Cell]> {
  const objects = list.filter(isObject);
  for (const [index, contact] of objects.slice(0, mostContacts).entries()) {
    const { metadata: _, ...said } = contact;
    yield* fieldsOf(said, index === 0 ? `${name}.` : `${name} ${index + 1}.`, depth - 1);
  }
  const rest = [...list.filter((each) => !isObject(each)), ...objects.slice(mostContacts)];
  if (rest.length > 0) yield [name, rest];
}

function isObject(cell: Cell): cell is Readonly<Record<string, Cell>> {
  return cell !== null && typeof cell === 'object' && !Array.isArray(cell);
}

function parseRecord(text: string): Cell | undefined {
  try {
    return JSON.parse(text) as Cell;
  } catch {
    return undefined;
  }
}

async function learn(bytes: ByteSource, encoding: string | null) {
  const facts = await inspectBytes(bytes, encoding);
  const first = facts.head.toString('latin1', facts.mark, 4_096).replaceAll('\0', '').trimStart()[0];
  if (first !== '{' && first !== '[') {
    throw new InputFileError(saying('not-json', { name: bytes.name }));
  }
  const plain = plainBytes(bytes, facts);
  const list = await findList(plain.chunks());
  const isAsked = list === null || /^(customers|kunder|)$/i.test(list.path);
  const shape: SourceShape = {
    name: bytes.name,
    format: 'json',
    encoding: facts.encoding,
    delimiter: null,
    compressed: bytes.compressed,
    bytes: facts.size,
    fingerprint: facts.fingerprint,
    findings: [...facts.findings, ...(isAsked ? [] : [listFinding(list)]), ...(list?.beside ?? []).map(leftFinding)],
  };
  return { shape, plain, list, table: list?.isTable === true ? 'list' : list === null ? tableIn(facts.head) : null };
}

/** Whether a document without a name for its list contains only lists: in one list, or one a line. */
function tableIn(head: Buffer): 'list' | 'lines' | null {
  const text = head
    .toString('utf8')
    .replaceAll('\0', '')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (/^\[\s*\[/.test(text)) return 'list';
  const [first = '', second = ''] = text.split('\n', 2);
  return Array.isArray(parseRecord(first)) && second.trimStart().startsWith('[') ? 'lines' : null;
}

/** As in a workbook, an empty cell is a text too. */
const cellOf = (value: Cell): Cell => value ?? '';

const leftFinding = (path: string) => warningOf(path, 'json-list-left', { jq: jqPath(path) });
const listFinding = ({ path }: ListPlace) => warningOf(path, 'json-list', {});
