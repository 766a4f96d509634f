import { decodeNamed } from '../bytes/old-letters.js';
/**
 * The lines of a card in the form of vCard 3, which the parser reads: folded lines are joined, and forms that only
 * version 2.1 has are rewritten (quoted-printable text in any character set, and types without their name).
 */
export function asVersionThree(lines: readonly string[]): string {
  const isOld = lines.some((line) => /^VERSION:2\.1\s*$/i.test(line));
  const whole = unfold(lines).filter((line) => line.trim() !== '' && !/^VERSION:/i.test(line));
  const version = lines.some((line) => /^VERSION:4/i.test(line)) ? '4.0' : '3.0';
  return ['BEGIN:VCARD', `VERSION:${version}`, ...whole.map((line) => rewritten(line, isOld)), 'END:VCARD'].join(
    '\r\n',
  );
}

function unfold(lines: readonly string[]): string[] {
  const whole: string[] = [];
  for (const line of lines) {
    const before = whole.at(-1);
    if (before?.endsWith('=') && isQuotedPrintable(before))
      whole[whole.length - 1] = `${before.slice(0, -1)}${line.replace(/^[ \t]/, '')}`;
    else if (before !== undefined && /^[ \t]/.test(line)) whole[whole.length - 1] = `${before}${line.slice(1)}`;
    else whole.push(line);
  }
  return whole;
}

function isQuotedPrintable(line: string): boolean {
  return /[;=]QUOTED-PRINTABLE/i.test(line.slice(0, line.indexOf(':')));
}

function rewritten(line: string, isOld: boolean): string {
  const end = valueStart(line);
  if (end < 0) return '';
  const [name = '', ...parameters] = line.slice(0, end).split(';');
  const isQuoted = isQuotedPrintable(line);
  if (!isOld && !isQuoted) return line;
  const charset = /;CHARSET=([\w-]{1,40})/i.exec(line.slice(0, end))?.[1] ?? 'utf-8';
  const kept = parameters
    .filter((parameter) => !/^(?:ENCODING=|CHARSET=|(?:QUOTED-PRINTABLE|BASE64|[78]BIT)$)/i.test(parameter))
    .map((parameter) => (parameter.includes('=') ? parameter : `TYPE=${parameter}`));
  const text = isQuoted ? decodeQuotedPrintable(line.slice(end + 1), charset) : line.slice(end + 1);
  return `${[name, ...kept].join(';')}:${text.replaceAll(',', '\\,').replace(/\r\n|\r|\n/g, '\\n')}`;
}

/** The position of the colon that is not inside a quoted parameter; -1 if there is none. */
function valueStart(line: string): number {
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') isQuoted = !isQuoted;
    else if (line[at] === ':' && !isQuoted) return at;
  }
  return line.indexOf(':');
}

function decodeQuotedPrintable(text: string, charset: string): string {
  const bytes = Buffer.from(
    text.replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  );
  return decodeNamed(charset, bytes);
}
