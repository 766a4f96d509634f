import type { CellValue } from 'hucre';
import { attribute, type XmlPiece, xmlPieces } from './xml-tags.js';

interface OdsRow {
  /** From 0. */
  readonly index: number;
  readonly values: CellValue[];
}

/** No sheet has more rows or columns (OpenDocument 1.3 gives no limit; these are LibreOffice's). */
const mostRows = 1_048_576;
const mostColumns = 16_384;
/** How often a row with contents may be repeated; a few bytes may state more. */
const mostRepeats = 10_000;

/** The names of the sheets, in the order of their tabs. `content` is content.xml. */
export async function namesOfOds(content: AsyncIterable<Buffer>): Promise<readonly string[]> {
  const names: string[] = [];
  let depth = 0;
  for await (const pieces of xmlPieces(content))
    for (const piece of pieces) {
      if (piece.kind === 'text' || piece.name !== 'table:table') continue;
      if (piece.kind !== 'close' && depth === 0)
        names.push(attribute(piece.attributes, 'table:name') ?? `Sheet${names.length + 1}`);
      if (piece.kind !== 'empty') depth += piece.kind === 'open' ? 1 : -1;
    }
  return names;
}

/**
 * The non-empty rows of one sheet: a cell of several paragraphs has as many lines, comments are left out, and a
 * repeated row is returned as often as it is repeated.
 */
export async function* rowsOfOds(content: AsyncIterable<Buffer>, sheet: number): AsyncIterable<OdsRow> {
  const reader = new OdsReader(sheet);
  for await (const pieces of xmlPieces(content))
    for (const piece of pieces) {
      const row = reader.read(piece);
      for (let times = 0; row !== null && times < row.times; times += 1)
        yield { index: row.index + times, values: row.values };
      if (reader.isOver) return;
    }
}

class OdsReader {
  isOver = false;
  readonly #sheet: number;
  #sheets = -1;
  #depth = 0;
  #index = 0;
  #times = 1;
  #values: CellValue[] | null = null;
  /** Empty cells, which count only if another one follows. */
  #empty = 0;
  #cell: string | null = null;
  #text = '';
  #paragraphs = 0;
  #isParagraph = false;
  #comments = 0;

  constructor(sheet: number) {
    this.#sheet = sheet;
  }

  read(piece: XmlPiece): (OdsRow & { readonly times: number }) | null {
    if (piece.kind === 'text') {
      if (this.#isParagraph && this.#comments === 0) this.#text += piece.text;
      return null;
    }
    const { kind, name, attributes } = piece;
    if (name === 'table:table') this.#table(kind);
    if (this.#sheets !== this.#sheet || this.#depth !== 1) return null;
    if (name === 'table:table-row') return this.#row(kind, attributes);
    if (this.#values === null) return null;
    if (name === 'table:table-cell' || name === 'table:covered-table-cell') this.#cellTag(kind, attributes);
    else if (this.#cell !== null) this.#inCell(kind, name, attributes);
    return null;
  }

  #table(kind: 'open' | 'close' | 'empty'): void {
    if (kind !== 'close' && this.#depth === 0) this.#sheets += 1;
    if (kind === 'open') this.#depth += 1;
    if (kind === 'close') this.#depth -= 1;
    this.isOver = this.#depth === 0 && this.#sheets >= this.#sheet;
  }

  #row(kind: 'open' | 'close' | 'empty', attributes: string): (OdsRow & { readonly times: number }) | null {
    if (kind !== 'close') {
      this.#times = times(attributes, 'table:number-rows-repeated', mostRows);
      this.#values = [];
      this.#empty = 0;
    }
    if (kind === 'open') return null;
    const row = {
      index: this.#index,
      values: this.#values ?? [],
      times: Math.min(this.#times, mostRows - this.#index),
    };
    this.#index = Math.min(mostRows, this.#index + this.#times);
    this.#values = null;
    if (row.values.length > 0 && row.times > mostRepeats) throw new Error('a row is repeated too often');
    return row.values.length === 0 ? null : row;
  }

  #cellTag(kind: 'open' | 'close' | 'empty', attributes: string): void {
    if (kind !== 'close') {
      this.#cell = attributes;
      [this.#text, this.#paragraphs, this.#isParagraph, this.#comments] = ['', 0, false, 0];
    }
    if (kind === 'open' || this.#cell === null) return;
    const value = readValue(this.#cell, this.#text);
    const room = mostColumns - (this.#values?.length ?? 0) - this.#empty;
    const count = Math.min(times(this.#cell, 'table:number-columns-repeated', mostColumns), room);
    this.#cell = null;
    if (value === null || value === '') {
      this.#empty += count;
      return;
    }
    for (; this.#empty > 0; this.#empty -= 1) this.#values?.push(null);
    for (let left = count; left > 0; left -= 1) this.#values?.push(value);
  }

  #inCell(kind: 'open' | 'close' | 'empty', name: string, attributes: string): void {
    if (name === 'office:annotation') this.#comments += kind === 'open' ? 1 : kind === 'close' ? -1 : 0;
    if (this.#comments > 0) return;
    if (name === 'text:p' || name === 'text:h') {
      if (kind !== 'close' && this.#paragraphs++ > 0) this.#text += '\n';
      this.#isParagraph = kind === 'open';
    } else if (!this.#isParagraph || kind === 'close') return;
    else if (name === 'text:s') this.#text += ' '.repeat(times(attributes, 'text:c', mostColumns));
    else if (name === 'text:line-break') this.#text += '\n';
    else if (name === 'text:tab') this.#text += '\t';
  }
}

function times(attributes: string, name: string, most: number): number {
  const given = Number(attribute(attributes, name) ?? '1');
  return Number.isInteger(given) && given > 0 ? Math.min(given, most) : 1;
}

function readValue(attributes: string, text: string): CellValue {
  const type = attribute(attributes, 'office:value-type') ?? '';
  const given = (name: string) => attribute(attributes, name);
  switch (type) {
    case 'float':
    case 'currency':
    case 'percentage': {
      const number = Number(given('office:value') ?? Number.NaN);
      return Number.isFinite(number) ? number : text;
    }
    case 'boolean':
      return given('office:boolean-value') === 'true';
    case 'date': {
      const [, day = '', time = '00:00:00'] =
        /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d))?/.exec(given('office:date-value') ?? '') ?? [];
      const moment = new Date(`${day}T${time}Z`);
      return Number.isNaN(moment.getTime()) ? text : moment;
    }
    case 'time': {
      const [, hours, minutes] = /^PT(\d{2})H(\d{2})M/.exec(given('office:time-value') ?? '') ?? [];
      return hours === undefined ? text : `${hours}:${minutes}`;
    }
    default:
      return text === '' ? (given('office:string-value') ?? '') : text;
  }
}
