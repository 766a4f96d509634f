/** What a file is that customers are not read from, and what to do to have a file that they are. */
export interface OtherKind {
  readonly kind: string;
  readonly actions?: readonly string[];
}

const table = 'Open it in Excel, save it as a workbook (.xlsx) or as CSV UTF-8, and import that file.';
const sheets = 'In Google Sheets: File → Download → Comma-separated values (.csv), and import that file.';
const link = 'Open the link, download the customers as CSV or as a workbook, and import that file.';
const mail = 'Save the file that is attached to the mail, and import that one.';
const fromDump =
  "Load it into its database and export the table of customers: in psql with \\copy (SELECT …) TO 'customers.csv' CSV HEADER.";

/** Texts that are neither table nor JSON nor contacts, by how they begin. The first that fits counts. */
const otherTexts: readonly (readonly [pattern: RegExp, kind: string, actions: readonly string[]])[] = [
  [/^BEGIN:VCALENDAR/i, 'a calendar (iCalendar)', ['renos-sync sync   # brings in what is in the calendar']],
  [
    /^<\?xml[^>]{0,200}>\s*(?:<\?mso-application[^>]{0,100}>\s*)?<(?:\w+:)?Workbook\b/i,
    'an Excel 2003 workbook, written as XML',
    [table],
  ],
  [
    /^(?:<\?xml[^>]{0,200}>\s*)?(?:<!DOCTYPE plist[^>]{0,200}>\s*)?<plist\b/i,
    'a property list or a link of Apple',
    [link],
  ],
  [/^\[InternetShortcut\]/i, 'a link to a web page (.url)', [sheets, link]],
  [
    /^\{[^{}]{0,2000}"(?:doc_id"\s*:|url"\s*:\s*"https:\/\/(?:docs|drive)\.google\.com\/)[^{}]{0,2000}\}\s*$/,
    'a link to a document of Google Drive, without the document',
    [sheets],
  ],
  [/^https?:\/\/docs\.google\.com\/spreadsheets\/\S{0,500}\s*$/i, 'a link to a Google Sheet', [sheets]],
  [/^https?:\/\/\S{1,2000}\s*$/i, 'a link to a web page', [link]],
  [/^\{\\rtf/, 'a text document (RTF)', [table]],
  [/^From \S+@\S+ .*\r?\n[\w-]+:/, 'a mailbox of e-mails', [mail]],
  [/^-----BEGIN (?:PGP|[A-Z ]*(?:KEY|CERTIFICATE|MESSAGE))/, 'an encrypted message or a key', ['Decrypt it first.']],
  [
    /^,[^,\n]*,[^,\n]*,\d\d\.\d\d\.\d{4} \d\d:\d\d,file:\/\//,
    'the lock file of LibreOffice',
    ['Import the file of the same name without .~lock before it.'],
  ],
];
const webPage = /^<(?:!doctype html|!--|html|head|body|table|meta|div|style|script|title)/i;
const signIn = /type=["']?password|log ?in\b|log ?på|log ?ind|sign ?in/i;

/** What a text is that customers are not read from; null: it may hold some. */
export function textKindOf(head: Buffer): OtherKind | null {
  const text = textOf(head).trimStart();
  const found = otherTexts.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return { kind: found[1], actions: found[2] };
  if (isDump(text)) return { kind: 'a dump of a database (SQL)', actions: [fromDump] };
  if (webPage.test(text)) return webKind(text);
  if (/^<(?:[?!]|[\w:-]+(?:\s[^<>]*)?>\s*<)/.test(text))
    return { kind: 'XML, whatever its name says', actions: [table] };
  return isMail(text) ? { kind: 'an e-mail (.eml)', actions: [mail] } : null;
}

/** Enough of the text to know it by, without byte order mark and with UTF-16 made readable. */
function textOf(head: Buffer): string {
  return head
    .toString('latin1', 0, 16_384)
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00fe\u00ff|\u00ff\u00fe)/, '')
    .replaceAll('\0', '');
}

const comment = /^(?:--[^\n]*(?:\n|$)|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/;?|\\(?:un)?restrict \S+|\s+)/;
const statement =
  /^(?:SET (?:NAMES|@|SQL_|SESSION|FOREIGN_KEY_|\w+ ?= ?)|(?:CREATE|DROP|ALTER) (?:TABLE|DATABASE|SCHEMA|TYPE|SEQUENCE|EXTENSION)\b|INSERT INTO\b|USE [`"[\w]+[`"\]]?;\s*\n|BEGIN TRANSACTION;|PRAGMA \w+ ?=|LOCK TABLES|COPY [\w."]+ \([^)]*\) FROM stdin)/i;

/** Comments, and a statement with which dumps begin. */
function isDump(text: string): boolean {
  let rest = text;
  for (let found = comment.exec(rest); found !== null; found = comment.exec(rest)) {
    if (/\bdump\b/i.test(found[0]) && found[0].startsWith('--')) return true;
    rest = rest.slice(found[0].length);
  }
  return statement.test(rest);
}

function webKind(text: string): OtherKind {
  if (/<table\b/i.test(text)) return { kind: 'a web page, whatever its name says', actions: [table] };
  return signIn.test(text)
    ? {
        kind: 'a web page that asks to sign in: the download was answered with it instead of the file',
        actions: ['Sign in with a browser, download the file there, and import that one.'],
      }
    : { kind: 'a web page, whatever its name says', actions: [link] };
}

const mailHeader =
  /^(?:Received|Return-Path|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|Content-Type|Reply-To|DKIM-Signature|ARC-\w[\w-]*|Authentication-Results|X-[\w-]+):[ \t]/i;

/** Three of the first lines are headers of a mail; lines that begin with a blank go on with the one before. */
function isMail(text: string): boolean {
  const lines = text
    .slice(0, 4_096)
    .split(/\r?\n/)
    .filter((line) => !/^[ \t]/.test(line));
  return lines.slice(0, 3).every((line) => mailHeader.test(line)) && lines.length > 3;
}
