import { oneLine } from './clean-text.js';

/** The HTML standard's rule for <input type=email>, with at least one dot in the domain. */
const valid =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$/;

export interface EmailReading {
  /** As it is written, without what stands around it. */
  readonly email: string;
  readonly others: readonly string[];
  readonly problem: string | null;
  /** More than the address stands there; the cell belongs into the notes. */
  readonly hasWords?: true;
}

/** What parts several addresses of one line. */
const between = /:::|[;,|]|\s(?:og|eller|el\.|or|and)\s|\/(?<=@[^\s/]*\/)|\s(?<=@\S*\s)(?=\S*@)/i;

/** What stands between words, around an address among them. */
const aroundWords = /[\s()<>[\]]+/;

/** A cell of more is no list of e-mails. */
const longest = 2_000;

/** Reads an e-mail cell: `Name <a@b.dk>`, `mailto:`, and several of them. Never changes an address. */
export function readEmail(text: string): EmailReading {
  if (text.length > longest) return { email: text, others: [], problem: 'is longer than an e-mail address may be' };
  if (valid.test(text)) return { email: text, others: [], problem: whyTooLong(text) };
  const parts = text
    .split('\n')
    .flatMap((line) => oneLine(line).split(between))
    .map(unwrap)
    .filter((part) => part !== '');
  const good = parts.filter((part) => valid.test(part) && whyTooLong(part) === null);
  const [email, ...others] = good;
  if (email !== undefined && good.length === parts.length) return { email, others, problem: null };
  const single = parts.length === 1 ? (parts[0] ?? text) : text;
  const beside = text.split(aroundWords).filter((word) => /.@./.test(word));
  const [only = ''] = beside;
  if (beside.length === 1 && valid.test(only) && whyTooLong(only) === null && !/[@,;]/.test(text.replace(only, '')))
    return { email: only, others: [], problem: null, hasWords: true };
  return { email: single, others: [], problem: whyInvalid(single) };
}

/** E-mails are compared without regard to case. */
export function emailKey(email: string | null): string | null {
  if (email === null) return null;
  const key = email.trim().toLowerCase();
  return key === '' ? null : key;
}

function unwrap(text: string): string {
  const inside = /<([^<>]+)>\s*$/.exec(text);
  return (inside?.[1] ?? text)
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/(?<![\s.])[\s.]+$/, '')
    .trim();
}

function whyTooLong(email: string): string | null {
  return email.length > 254 || email.indexOf('@') > 64 ? 'is longer than an e-mail address may be' : null;
}

/** The nature of what is wrong, never the address. */
function whyInvalid(email: string): string {
  const signs = email.split('@').length - 1;
  if (signs === 0) return 'has no @';
  if (signs > 1) return `has ${signs} @`;
  const [local = '', domain = ''] = email.split('@');
  if (local === '' || domain === '') return `has nothing ${local === '' ? 'before' : 'after'} the @`;
  if (/\s/.test(email)) return 'has a space inside';
  if (!domain.includes('.')) return 'has no dot after the @';
  if (/[^\x20-\x7e]/.test(email)) return 'has a letter that e-mail addresses cannot have';
  if (domain.startsWith('.') || domain.endsWith('.') || domain.includes('..')) return 'has a misplaced dot';
  return whyTooLong(email) ?? 'is not written as an e-mail address is';
}
