import { oneLine } from './clean-text.js';

/** The HTML standard's rule for <input type=email>, with at least one dot in the domain. */
const valid =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$/;

/** The kind of error, never the address. */
type EmailProblem =
  | 'no-at'
  | 'several-at'
  | 'nothing-before'
  | 'nothing-after'
  | 'space'
  | 'no-dot'
  | 'letter'
  | 'dot'
  | 'too-long'
  | 'other';

interface EmailReading {
  /** As written, without the text around it. */
  readonly email: string;
  readonly others: readonly string[];
  readonly problem: EmailProblem | null;
  /** The cell holds more than the address, and goes into the notes. */
  readonly hasWords?: true;
}

/** Separators of several addresses in one line. */
const between = /:::|[;,|]|\s(?:og|eller|el\.|or|and)\s|\/(?<=@[^\s/]*\/)|\s(?<=@\S*\s)(?=\S*@)/i;

/** Separators around words, of which one may be an address. */
const aroundWords = /[\s()<>[\]]+/;

/** A longer cell is not a list of e-mails. */
const longest = 2_000;

/** Reads an e-mail cell: `Name <a@b.dk>`, `mailto:`, and several of them. Never changes an address. */
export function readEmail(text: string): EmailReading {
  if (text.length > longest) return { email: text, others: [], problem: 'too-long' };
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

function whyTooLong(email: string): 'too-long' | null {
  return email.length > 254 || email.indexOf('@') > 64 ? 'too-long' : null;
}

function whyInvalid(email: string): EmailProblem {
  const signs = email.split('@').length - 1;
  if (signs === 0) return 'no-at';
  if (signs > 1) return 'several-at';
  const [local = '', domain = ''] = email.split('@');
  if (local === '' || domain === '') return local === '' ? 'nothing-before' : 'nothing-after';
  if (/\s/.test(email)) return 'space';
  if (!domain.includes('.')) return 'no-dot';
  if (/[^\x20-\x7e]/.test(email)) return 'letter';
  if (domain.startsWith('.') || domain.endsWith('.') || domain.includes('..')) return 'dot';
  return whyTooLong(email) ?? 'other';
}
