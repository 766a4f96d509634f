import { isDocumentPath } from '../columns/file-words.js';
import { contactRank, turnedRank } from '../columns/header-grammar.js';
import { namingTargets } from '../columns/header-words.js';
import type { ColumnMapping } from '../columns/map-headers.js';
import { isNameless } from '../columns/require-name.js';
import { oneLine } from '../values/clean-text.js';
import { foldName, sortedWords } from '../values/fold-name.js';
import { keptLine } from '../values/kept-lines.js';
import { first } from './read-fields.js';
import type { RowContext, RowTexts, Texts } from './row-context.js';

/** A dash or a question mark is not a name. */
const spoken = /[\p{L}\p{N}]/u;
const orderNumber = /^#\s*(?:\p{L}{1,4}[-\s]?)?\d+$/u;

/** A system's number for a customer, such as `C-17` or `KUNDE 1001`. */
const codeAlone = /^\s*#?\p{L}{0,8}[-_\s.]?\d+\s*$/u;

/** `Holm, Mette` next to `Mette` and `Holm`. */
function isTurned(text: string, person: string): boolean {
  return text.includes(',') && sortedWords(foldName(text)) === sortedWords(foldName(person));
}

/** `Holm, Mette` as `Mette Holm`. */
function firstNameFirst(name: string | null): string | null {
  const [, last, given] = /^([^,]*[^,\s])\s*,\s*([^,]+)$/.exec(name ?? '') ?? [];
  return given === undefined ? name : `${given} ${last}`;
}

/** An e-mail or a phone number inside a name. */
const contactIn = /@\S|(?<!\d)\d(?:[\s.-]?\d){7,}/;

/** The name in a row. */
interface Named {
  readonly name: string | null;
  readonly company: string | null;
}

/** The name, or its replacement: its parts, or the company. A row without any is rejected. */
export function readNamed(texts: RowTexts, mapping: ColumnMapping, context: RowContext, extra: string[]): Named {
  const company = first(texts, 'companyName');
  const person = joinedName(texts);
  const named = texts.get('name')?.[0];
  const isPerson = named !== undefined && spoken.test(person) && named.text !== person;
  // A name that a system composed or numbered counts less than the parts, and a contact with another name means a firm.
  if (isPerson && (named.column.rank >= turnedRank || codeAlone.test(named.text) || isTurned(named.text, person))) {
    keepOtherNames([person, company], texts.get('name') ?? [], context, extra);
    return { name: person, company };
  }
  if (isPerson && named.column.rank >= contactRank && texts.get('firstName')?.[0]?.column.rank === 1) {
    const firm = company ?? oneLine(named.text);
    const isSame = sortedWords(foldName(person)) === sortedWords(foldName(firm));
    keepOtherNames([person, firm], texts.get('name') ?? [], context, extra);
    return { name: person, company: isSame ? company : firm };
  }
  return { name: readName(texts, company, mapping, context, extra), company };
}

function readName(
  texts: RowTexts,
  company: string | null,
  mapping: ColumnMapping,
  context: RowContext,
  extra: string[],
): string | null {
  const whole = first(texts, 'name') ?? firstNameFirst(first(texts, 'lastFirstName'));
  const isNumber = whole !== null && whole.charCodeAt(0) === 35 && orderNumber.test(whole);
  const isPath = whole !== null && isDocumentPath(whole);
  if (whole !== null && !isNumber && !isPath && spoken.test(whole)) {
    if (contactIn.test(whole)) {
      const header = (texts.get('name') ?? texts.get('lastFirstName'))?.[0]?.column.header ?? null;
      context.report('warning', header, 'name-holds-contact', {});
    }
    const header = (texts.get('firstName') ?? texts.get('lastName'))?.[0]?.column;
    const names = texts.get('name');
    if (header === undefined && (names?.length ?? 0) < 2) return whole;
    const further = (names ?? []).slice(1);
    const parts = header === undefined ? [] : [{ column: header, text: joinedName(texts) }];
    keepOtherNames([whole, company], [...further, ...parts], context, extra);
    return whole;
  }
  const joined = joinedName(texts);
  if (spoken.test(joined)) return joined;
  if (company !== null) return company;
  if (isNameless(mapping) && texts.size > 0) {
    const isKnown = (['customerId', 'email', 'phone'] as const).some((key) => texts.get(key) !== undefined);
    if (!isKnown) context.report('error', null, 'key-missing', {});
    return '';
  }
  const named = mapping.find(({ target }) => namingTargets.has(target));
  const column = texts.size === 0 ? null : (named?.header ?? null);
  const nature = isNumber ? 'number' : isPath ? 'path' : 'empty';
  context.report('error', column, texts.size === 0 ? 'row-empty' : `name-missing/${nature}`, {});
  return null;
}

function joinedName(texts: RowTexts): string {
  const parts = [first(texts, 'firstName'), first(texts, 'middleName'), first(texts, 'lastName')];
  return parts.filter((part) => part !== null).join(' ');
}

/** If several columns name the customer, as a firm and its contact, the notes keep the names that are not used. */
function keepOtherNames(known: readonly (string | null)[], others: Texts, context: RowContext, extra: string[]): void {
  if (others.length === 0) return;
  const named = known.flatMap((name) => (name === null ? [] : foldName(name).split(' ')));
  for (const { column, text } of others) {
    const name = oneLine(text);
    const words = foldName(name).split(' ');
    if (!/\p{L}{2}/u.test(name) || words.every((word) => named.includes(word))) continue;
    named.push(...words);
    context.report('warning', column.header, 'further-name', {});
    extra.push(keptLine('name', name));
  }
}
