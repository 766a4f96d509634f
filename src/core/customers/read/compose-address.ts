import { addressTargets, type ColumnTarget } from '../columns/header-words.js';
import type { MappedColumn } from '../columns/map-headers.js';
import { oneLine } from '../values/clean-text.js';
import { isNameOf } from '../values/country-names.js';
import type { RowContext, RowTexts } from './row-context.js';

type Parts = Partial<Record<ColumnTarget, { readonly column: MappedColumn; readonly text: string }>>;

/** Joins the parts of an address into one line; a second address of the same row goes into the notes. */
export function composeAddress(texts: RowTexts, country: string, context: RowContext, extra: string[]): string | null {
  const groups = new Map<string, Parts>();
  for (const target of addressTargets) {
    const cells = texts.get(target);
    if (cells === undefined) continue;
    for (const cell of cells) {
      const group = groups.get(cell.column.group);
      const before = target === 'houseNumber' || target === 'street2' ? group?.[target] : undefined;
      if (group === undefined) groups.set(cell.column.group, { [target]: cell });
      else if (before !== undefined && before.text !== cell.text)
        group[target] = { ...before, text: before.text + (target === 'street2' ? ', ' : '') + cell.text };
      else group[target] ??= cell;
    }
  }
  let chosen: string | null = null;
  for (const group of bestFirst([...groups.values()])) {
    const address = compose(group, country, context);
    if (address === null) continue;
    if (chosen !== null && sortedWords(address) === sortedWords(chosen)) {
      // The same place in one cell and in parts: the parts distinguish street and town.
      if (!chosen.includes(',')) chosen = address;
    } else if (chosen === null) chosen = address;
    else {
      const column = (group.address ?? group.street ?? group.city)?.column.header ?? null;
      context.report('warning', column, 'several-addresses', {});
      extra.push(`Address: ${address}`);
    }
  }
  return chosen;
}

const postBox = /^(?:postboks|postbox|box|p\.?\s?o\.?\s?box|boks)\s*\d/i;

/**
 * In the order of use: where the cleaning is before where letters go, a whole address before a part of one, and a house
 * before a post box.
 */
function bestFirst(groups: readonly Parts[]): readonly Parts[] {
  if (groups.length < 2) return groups;
  const rankOf = (group: Parts) => {
    const rank = Math.min(...Object.values(group).map(({ column }) => column.rank));
    const line = (group.address ?? group.street)?.text.trim() ?? '';
    const isWhole = line !== '' && (/\d{4}/.test(line) || hasTown(group));
    return rank + (isWhole ? 0 : 5) + (postBox.test(line) ? 10 : 0);
  };
  return [...groups].sort((one, other) => rankOf(one) - rankOf(other));
}

function hasTown({ postalCode, city, postalCodeAndCity }: Parts): boolean {
  return (postalCode ?? city ?? postalCodeAndCity) !== undefined;
}

function compose(group: Parts, country: string, context: RowContext): string | null {
  const line = readLine(group, country);
  const second = oneLine(inOneLine(group.street2?.text ?? ''));
  const postal = readPostalCode(group, country, context);
  const city = oneLine(group.city?.text ?? '');
  const isSaid = (postal === '' || contains(line, postal)) && (city === '' || contains(line, city));
  const apart = isSaid ? '' : joined(postal, ' ', city);
  const town = group.postalCodeAndCity === undefined ? apart : postal;
  const land = foreign(group.country?.text, country);
  const unit = readUnit(group);
  const isWhole = unit === '' || (line.includes(',') && endsWith(line, unit));
  const street = addPiece(isWhole ? line : joined(line, ', ', unit), second);
  const address = addPiece(addPiece(street, town), land);
  return address === '' || address === land ? null : address;
}

function joined(one: string, between: string, other: string): string {
  return one === '' || other === '' ? one + other : one + between + other;
}

/** Adds a part that the address does not contain yet. */
function addPiece(address: string, piece: string): string {
  return piece === '' || contains(address, piece) ? address : joined(address, ', ', piece);
}

/** The street with its house number, which may be in separate columns: `12` and `B`. */
function readLine(group: Parts, country: string): string {
  const whole = saysMore(group) ? group.address : (group.street ?? group.address);
  const written = inOneLine(whole?.text ?? '');
  const line = withoutHome(oneLine(written).replaceAll(' ,', ','), country);
  if (group.houseNumber === undefined) return line;
  const house = oneLine(group.houseNumber.text);
  const isWhole = line === '' || (group.address !== undefined ? contains : endsWith)(line, house);
  return isWhole ? line : `${line} ${house}`;
}

/** Whether the whole address has a word that is missing in its parts, if there are parts. */
function saysMore({ address, ...parts }: Parts): boolean {
  if (address === undefined) return false;
  if (parts.street === undefined || !hasTown(parts)) return true;
  const words = foldWords(
    Object.values(parts)
      .map(({ text }) => text)
      .join(' '),
  );
  return foldWords(address.text)
    .trim()
    .split(' ')
    .some((word) => !words.includes(` ${word} `));
}

/** Lines with commas between them. */
function inOneLine(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(', ');
}

/** Floor and door as Danish addresses write them: `3. tv`. */
function readUnit({ floor, door }: Parts): string {
  if (floor === undefined && door === undefined) return '';
  const storey = oneLine(floor?.text ?? '').replace(/^(\d+|st|kl|kld)$/i, '$1.');
  return [storey, oneLine(door?.text ?? '')].filter((part) => part !== '').join(' ');
}

/** An address in the home country needs no country at its end. */
function withoutHome(line: string, country: string): string {
  const comma = line.lastIndexOf(',');
  const last = line.slice(comma + 1).trim();
  return comma >= 0 && last !== '' && foreign(last, country) === '' ? line.slice(0, comma) : line;
}

function contains(whole: string, piece: string): boolean {
  const word = firstWord.exec(piece)?.[0].toLowerCase();
  if (word !== undefined && !whole.toLowerCase().includes(word)) return false;
  return foldWords(whole).includes(foldWords(piece));
}

function endsWith(whole: string, piece: string): boolean {
  return foldWords(whole).endsWith(foldWords(piece));
}

const firstWord = /[\p{L}\p{N}]+/u;

const sortedWords = (text: string) => foldWords(text).trim().split(' ').sort().join(' ');

function foldWords(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return ` ${words} `;
}

/** The postal code, with its town if both are in one cell. Spreadsheets remove the zero of `0800`. */
function readPostalCode(group: Parts, country: string, context: RowContext): string {
  const cell = group.postalCodeAndCity ?? group.postalCode;
  if (cell === undefined) return '';
  if (/^\d{4}$/.test(cell.text)) return cell.text;
  const code = oneLine(cell.text)
    .replace(/^'?((DK|D)-?)?(?=\d)/i, '')
    .replace(/^(\d{3,5})[.,]0+$/, '$1')
    .replace(/^(\d)\.(\d{3})$/, '$1$2');
  const danish = country === 'DK' && (group.country === undefined || foreign(group.country.text, country) === '');
  if (danish && /^\d{3}(?!\S|\s+\d)/.test(code)) {
    context.report('warning', cell.column.header, 'postal-code-zero', {});
    return `0${code}`;
  }
  return code;
}

function foreign(land: string | undefined, country: string): string {
  const text = oneLine(land ?? '');
  // A calling code is not a part of an address.
  return isNameOf(country, text) || /^\+?\d*$/.test(text) ? '' : text;
}
