import { readFieldName } from '../../core/customers/columns/file-words.js';
import { InputFileError, saying } from '../../core/errors.js';

/** The position of the list of customers in a document. */
export interface ListPlace {
  /** The names that lead to it, as `data.customers`; empty: the document itself. */
  readonly path: string;
  /** The byte after its `[`, or its `{`. */
  readonly at: number;
  readonly line: number;
  /** An object with a customer under each key, as Firebase writes them. */
  readonly isKeyed: boolean;
  /** Its elements are lists, like the rows of a sheet. */
  readonly isTable: boolean;
  /** Other lists of objects in the document, which are not read. */
  readonly beside?: readonly string[];
}

/** An open object, and the evidence in its fields that it is a customer. */
interface Frame {
  readonly key: string;
  /** The byte after its `{`. */
  readonly at: number;
  readonly line: number;
  hasName: boolean;
  hasContact: boolean;
  /**
   * The number of its fields; how many have a number or another generated key as name; and how many objects have a
   * name, or are columns.
   */
  fields: number;
  numbers: number;
  keyed: number;
  named: number;
  columns: number;
}

interface List extends ListPlace {
  readonly frames: readonly Frame[];
  holdsObjects: boolean;
  holdsNames: boolean;
  /** How many lists are in it, and whether the first ones contain headers of customers. */
  lists: number;
  holdsHeaders: boolean;
}

const code = { quote: 34, backslash: 92, colon: 58, open: 123, close: 125, openList: 91, closeList: 93, lf: 10 };
const ours = /^(customers|kunder)$/i;
const usual =
  /(^|\.)(customers|kunder|data|results?|items|rows|records|contacts|kontakter|clients|values?|collection|entries|list|nodes|connections|people|edges|features)$/i;
const deepest = 20;
/** A few titles may come before the headers of a table. */
const preamble = 30;
/** A key that a system generated, as `-Nx3kd…`, `1001` or a UUID; `billing` is a part of one customer. */
const madeUp = /\d|^\S{15,}$/;

/**
 * Finds the customers of a document that is one object: in the list named customers, otherwise in the only list that
 * looks like customers. null: there is none, and each value of the document is a customer. Throws InputFileError if
 * several lists may be it.
 */
export async function findList(chunks: AsyncIterable<Buffer>): Promise<ListPlace | null> {
  const finder = new ListFinder();
  for await (const chunk of chunks) if (finder.read(chunk)) break;
  return finder.choose();
}

class ListFinder {
  readonly #frames: Frame[] = [];
  readonly #lists: List[] = [];
  #at = 0;
  #line = 1;
  #inString = false;
  #escaped = false;
  #text: number[] = [];
  #key = '';
  /** The depth inside the current list; 0: in none. */
  #nest = 0;
  #list: List | null = null;
  #isOver = false;
  #goesOn = false;

  /** Whether enough was read. */
  read(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === code.lf) this.#line += 1;
      if (this.#isOver) {
        if (byte <= 32) continue;
        this.#goesOn = true;
        return true;
      }
      if (this.#inString) this.#inText(byte);
      else if (byte === code.quote) {
        this.#inString = true;
        this.#text = [];
      } else if (byte === code.colon) this.#name();
      else if (byte === code.open) this.#open(this.#at + at + 1);
      else if (byte === code.close) this.#close();
      else if (byte === code.openList) this.#openList(this.#at + at + 1);
      else if (byte === code.closeList) this.#closeList();
      // An array needs no search, and neither does a document that is nested deeper than any export.
      if (this.#frames.length > deepest || (this.#nest > 0 && this.#frames.length === 0)) {
        this.#list = null;
        return true;
      }
    }
    this.#at += chunk.length;
    return false;
  }

  choose(): ListPlace | null {
    const lists = [...this.#lists, ...(this.#list === null ? [] : [this.#list])];
    const theirs = lists.filter(({ path, frames }) => frames.length === 1 && ours.test(path));
    const alike = lists.filter((list) => list.holdsObjects && !list.frames.some((frame) => isCustomer(frame, lists)));
    const named = alike.filter(({ holdsNames }) => holdsNames);
    const tables = lists.filter(({ holdsObjects, holdsHeaders }) => holdsHeaders && !holdsObjects);
    const found =
      [theirs, named, alike.filter(({ path }) => usual.test(path)), tables].find(({ length }) => length > 0) ?? [];
    if (found.length > 1)
      throw several(
        found.map(({ path }) => path),
        found[0],
      );
    const [list] = found;
    if (list !== undefined && this.#goesOn) throw several([], list);
    if (list === undefined) return null;
    const isTable = list.lists > 0 && !list.holdsObjects;
    return { ...list, isTable, beside: alike.filter((each) => each !== list).map(({ path }) => path) };
  }

  #inText(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === code.backslash) this.#escaped = true;
    else if (byte === code.quote) {
      this.#inString = false;
      this.#readCell();
      return;
    }
    if (this.#nest < 3 && this.#text.length < 100) this.#text.push(byte);
  }

  /** Records whether a text in one of the first rows of a table is a header of a customer's name or contact details. */
  #readCell(): void {
    const list = this.#list;
    if (this.#nest !== 2 || list === null || list.lists === 0 || list.holdsObjects || list.lists > preamble) return;
    const { isName, isContact } = readFieldName(Buffer.from(this.#text).toString('utf8'));
    list.holdsHeaders ||= isName || isContact;
  }

  #name(): void {
    if (this.#nest !== 0 && this.#nest !== 2) return;
    const { key, isName, isContact } = readFieldName(Buffer.from(this.#text).toString('utf8'));
    const frame = this.#frames.at(-1);
    if (this.#nest === 0) {
      this.#key = key;
      if (frame !== undefined) {
        frame.fields += 1;
        if (/^\d+$/.test(key)) frame.numbers += 1;
        if (madeUp.test(key)) frame.keyed += 1;
      }
      if (frame !== undefined) {
        frame.hasName ||= isName;
        frame.hasContact ||= isContact;
      }
    } else if (isName && this.#list !== null) this.#list.holdsNames = true;
  }

  #open(at: number): void {
    const none = {
      hasName: false,
      hasContact: false,
      fields: 0,
      numbers: 0,
      keyed: 0,
      named: 0,
      columns: 0,
    };
    if (this.#nest === 0) this.#frames.push({ key: this.#key, at, line: this.#line, ...none });
    else {
      this.#nest += 1;
      if (this.#nest === 2 && this.#list !== null) this.#list.holdsObjects = true;
    }
  }

  #close(): void {
    if (this.#nest > 0) this.#nest -= 1;
    else {
      const frame = this.#frames.pop();
      if (frame !== undefined) this.#closed(frame, this.#frames.at(-1));
      this.#isOver = this.#frames.length === 0;
    }
  }

  /** Classifies a closed object: a customer under a key, a column, or all customers under keys of their own. */
  #closed(frame: Frame, parent: Frame | undefined): void {
    if (parent !== undefined) {
      if (frame.hasName || frame.hasContact) parent.named += 1;
      if (frame.numbers > 1 && frame.numbers === frame.fields) parent.columns += 1;
    }
    const { fields, keyed, named, columns, at, line } = frame;
    if (fields > 1 && columns === fields) throw new InputFileError(saying('json-in-columns', {}));
    if (keyed < 1 || keyed !== fields || named * 2 < keyed) return;
    const path = [...this.#frames.slice(1).map(({ key }) => key), ...(parent === undefined ? [] : [frame.key])].join(
      '.',
    );
    if (keyed < 2 && !usual.test(path)) return;
    const frames = [...this.#frames];
    const customers = { holdsObjects: true, holdsNames: true, lists: 0, holdsHeaders: false };
    this.#lists.push({ path, at, line, isKeyed: true, isTable: false, frames, ...customers });
  }

  #openList(at: number): void {
    this.#nest += 1;
    if (this.#nest === 2 && this.#list !== null) this.#list.lists += 1;
    if (this.#nest > 1) return;
    const path = [...this.#frames.slice(1).map(({ key }) => key), this.#key].join('.');
    const frames = [...this.#frames];
    const nothing = { holdsObjects: false, holdsNames: false, lists: 0, holdsHeaders: false };
    this.#list = { path, at, line: this.#line, isKeyed: false, isTable: false, frames, ...nothing };
  }

  #closeList(): void {
    this.#nest -= 1;
    if (this.#nest > 0 || this.#list === null) return;
    this.#lists.push(this.#list);
    this.#list = null;
  }
}

/** A board or a project has a name too, but it contains several lists of names, and no contact. */
function isCustomer(frame: Frame, lists: readonly List[]): boolean {
  const own = lists.filter(({ frames, holdsNames }) => holdsNames && frames.at(-1) === frame);
  return frame.hasName && (frame.hasContact || own.length < 2);
}

function several(lists: readonly string[], list: List | undefined): InputFileError {
  return new InputFileError(saying('json-several-lists', { lists, jq: jqPath(list?.path ?? '') }));
}

export function jqPath(path: string): string {
  if (path === '') return '.';
  return path
    .split('.')
    .map((key) => (/^\w+$/.test(key) ? `.${key}` : `.["${key.replace(/["'\\]/g, '')}"]`))
    .join('');
}
