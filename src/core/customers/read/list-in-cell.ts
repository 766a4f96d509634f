import type { Cell } from '../model/source.js';

const longest = 100_000;

/** The texts of a list in a cell, written as JSON or as an array of PostgreSQL; null: the cell holds no list. */
export function listInCell(cell: string): readonly string[] | null {
  const text = cell.trim();
  const isList =
    text.length <= longest && (/^\[/.test(text) ? text.endsWith(']') : /^\{/.test(text) && text.endsWith('}'));
  if (!isList) return null;
  if (text === '{}') return [];
  const value = jsonOf(text);
  if (value === undefined) return text.startsWith('{') ? arrayOf(text.slice(1, -1)) : null;
  const list = Array.isArray(value) ? value : [value];
  const texts = list.filter((each) => each !== null).map((each) => textOf(each));
  return texts.includes(null) ? null : (texts as string[]);
}

function jsonOf(text: string): Cell | undefined {
  try {
    return JSON.parse(text) as Cell;
  } catch {
    return undefined;
  }
}

/** The fields that hold an object's value; its other fields are a label or kind. */
const valueNames = ['value', 'email', 'address', 'phone', 'number', 'name', 'title', 'label'];

function textOf(cell: Cell): string | null {
  if (cell === null || Array.isArray(cell)) return null;
  if (!isFields(cell)) return String(cell);
  for (const name of valueNames) {
    const value = cell[name];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return null;
}

/** The elements between the braces of a PostgreSQL array; null for any other text. */
function arrayOf(text: string): readonly string[] | null {
  const found: string[] = [];
  const element = /(?:"((?:[^"\\]|\\.)*)"|([^",{}\\]*))(,|$)/sy;
  while (element.lastIndex <= text.length) {
    const match = element.exec(text);
    if (match === null) return null;
    const [, quoted, plain = ''] = match;
    if (quoted !== undefined) found.push(quoted.replace(/\\(.)/gs, '$1'));
    else if (plain !== '' && plain !== 'NULL') found.push(plain.trim());
    if (match[3] === '') return found;
  }
  return null;
}

function isFields(cell: Cell): cell is { readonly [key: string]: Cell } {
  return cell !== null && typeof cell === 'object' && !Array.isArray(cell);
}
