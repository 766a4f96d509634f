import type { FileKind } from '../../core/codes/file-failures.js';

/** Texts that are neither a table nor JSON nor contacts, by their beginning. The first match counts. */
const otherTexts: readonly (readonly [pattern: RegExp, kind: FileKind])[] = [
  [/^BEGIN:VCALENDAR/i, 'calendar'],
  [/^<\?xml[^>]{0,200}>\s*(?:<\?mso-application[^>]{0,100}>\s*)?<(?:\w+:)?Workbook\b/i, 'excel-2003-xml'],
  [/^(?:<\?xml[^>]{0,200}>\s*)?(?:<!DOCTYPE plist[^>]{0,200}>\s*)?<plist\b/i, 'apple-link'],
  [/^\[InternetShortcut\]/i, 'web-link-file'],
  [
    /^\{[^{}]{0,2000}"(?:doc_id"\s*:|url"\s*:\s*"https:\/\/(?:docs|drive)\.google\.com\/)[^{}]{0,2000}\}\s*$/,
    'drive-link',
  ],
  [/^https?:\/\/docs\.google\.com\/spreadsheets\/\S{0,500}\s*$/i, 'sheet-link'],
  [/^https?:\/\/\S{1,2000}\s*$/i, 'web-link'],
  [/^\{\\rtf/, 'rtf'],
  [/^From \S+@\S+ .*\r?\n[\w-]+:/, 'mailbox'],
  [/^-----BEGIN (?:PGP|[A-Z ]*(?:KEY|CERTIFICATE|MESSAGE))/, 'encrypted'],
  [/^,[^,\n]*,[^,\n]*,\d\d\.\d\d\.\d{4} \d\d:\d\d,file:\/\//, 'libreoffice-lock'],
];
const webPage = /^<(?:!doctype html|!--|html|head|body|table|meta|div|style|script|title)/i;
const signIn = /type=["']?password|log ?in\b|log ?på|log ?ind|sign ?in/i;

/** The kind of a text from which customers cannot be read; null: it may contain some. */
export function textKindOf(head: Buffer): FileKind | null {
  const text = textOf(head).trimStart();
  const found = otherTexts.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return found[1];
  if (isDump(text)) return 'sql-dump';
  if (webPage.test(text)) return webKind(text);
  if (/^<(?:[?!]|[\w:-]+(?:\s[^<>]*)?>\s*<)/.test(text)) return 'xml';
  return isMail(text) ? 'mail' : null;
}

/** Enough text to recognize the kind, without byte order mark and with UTF-16 made readable. */
function textOf(head: Buffer): string {
  return head
    .toString('latin1', 0, 16_384)
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00fe\u00ff|\u00ff\u00fe)/, '')
    .replaceAll('\0', '');
}

const comment = /^(?:--[^\n]*(?:\n|$)|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/;?|\\(?:un)?restrict \S+|\s+)/;
const statement =
  /^(?:SET (?:NAMES|@|SQL_|SESSION|FOREIGN_KEY_|\w+ ?= ?)|(?:CREATE|DROP|ALTER) (?:TABLE|DATABASE|SCHEMA|TYPE|SEQUENCE|EXTENSION)\b|INSERT INTO\b|USE [`"[\w]+[`"\]]?;\s*\n|BEGIN TRANSACTION;|PRAGMA \w+ ?=|LOCK TABLES|COPY [\w."]+ \([^)]*\) FROM stdin)/i;

/** Comments, and a statement at the beginning of dumps. */
function isDump(text: string): boolean {
  let rest = text;
  for (let found = comment.exec(rest); found !== null; found = comment.exec(rest)) {
    if (/\bdump\b/i.test(found[0]) && found[0].startsWith('--')) return true;
    rest = rest.slice(found[0].length);
  }
  return statement.test(rest);
}

function webKind(text: string): FileKind {
  if (/<table\b/i.test(text)) return 'web-table';
  return signIn.test(text) ? 'sign-in' : 'web-page';
}

const mailHeader =
  /^(?:Received|Return-Path|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|Content-Type|Reply-To|DKIM-Signature|ARC-\w[\w-]*|Authentication-Results|X-[\w-]+):[ \t]/i;

/** Three of the first lines are headers of a mail; a line that begins with a blank continues the one before. */
function isMail(text: string): boolean {
  const lines = text
    .slice(0, 4_096)
    .split(/\r?\n/)
    .filter((line) => !/^[ \t]/.test(line));
  return lines.slice(0, 3).every((line) => mailHeader.test(line)) && lines.length > 3;
}
