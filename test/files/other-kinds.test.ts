import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openSource } from '../../src/files/bytes/open-source.js';
import { tempFolder } from '../helpers/temp-folder.js';
import { zipOf } from '../helpers/zip.js';

const folder = tempFolder('kinds');

async function refusalOf(content: string | Buffer) {
  const path = join(folder, 'kunder.csv');
  await writeFile(path, content);
  try {
    const source = await openSource(path, { archives: true });
    await source.inspect();
  } catch (error) {
    return error as Error & { code: string; exitCode: number; actions: readonly string[] };
  }
  return null;
}

const hex = (figures: string, length = 64) => Buffer.concat([Buffer.from(figures, 'hex'), Buffer.alloc(length)]);
const container = (stream: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1_000), Buffer.from(stream, 'utf16le')]);
const archive = (...names: readonly string[]) => zipOf(names.map((name) => ({ name, content: 'x' })));
const openDocument = (type: string) =>
  zipOf([
    { name: 'mimetype', content: `application/vnd.oasis.opendocument.${type}` },
    { name: 'META-INF/manifest.xml', content: '<x/>' },
    { name: 'content.xml', content: '<x/>' },
  ]);
/** As Excel writes it: the user's name padded with blanks, and once more as UTF-16. */
const lockFile = Buffer.concat([
  Buffer.from([9]),
  Buffer.from('Ane Holm '.padEnd(53)),
  Buffer.from([9, 0]),
  Buffer.from('Ane Holm '.padEnd(54), 'utf16le'),
  Buffer.alloc(1),
]).subarray(0, 165);

describe('a file that holds no customers is refused by what it is, whatever its name', () => {
  test.each([
    ['a PDF', '%PDF-1.7\n1 0 obj', 'PDF'],
    ['a JPEG', hex('ffd8ffe000104a46494600'), 'JPEG'],
    ['a PNG', hex('89504e470d0a1a0a'), 'PNG'],
    ['a photo of an iPhone', hex(`00000018${Buffer.from('ftypheic').toString('hex')}`), 'HEIC'],
    ['a film', hex(`00000018${Buffer.from('ftypmp42').toString('hex')}`), 'film'],
    ['a WebP', hex('524946460000000057454250'), 'WebP'],
    ['SQLite', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(84)]), 'SQLite'],
    ['Access 97', Buffer.concat([Buffer.from('\0\u0001\0\0Standard Jet DB\0'), Buffer.alloc(84)]), 'Access'],
    ['Access', Buffer.concat([Buffer.from('\0\u0001\0\0Standard ACE DB\0'), Buffer.alloc(84)]), 'Access'],
    ['Parquet', hex('504152311504'), 'Parquet'],
    ['RAR', hex('526172211a0700'), 'RAR'],
    ['7z', hex('377abcaf271c0004'), '7z'],
    ['xz', hex('fd377a585a0000'), 'xz'],
    ['a tar archive in gzip', gzipSync(Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar\0')])), 'tar'],
    ['a Windows shortcut', hex('4c0000000114020000000000c0'), 'shortcut'],
    ['an Outlook data file', hex('2142444e'), '.pst'],
    ['Word', archive('[Content_Types].xml', 'word/document.xml'), 'Word'],
    ['PowerPoint', archive('ppt/presentation.xml'), 'PowerPoint'],
    ['Numbers', archive('Index/Document.iwa', 'Index/Tables/Tile.iwa', 'Metadata/Properties.plist'), 'Numbers'],
    ['Pages', archive('Index/Document.iwa', 'Metadata/Properties.plist'), 'Pages'],
    ['a binary workbook', archive('xl/workbook.bin'), '.xlsb'],
    ['a LibreOffice text', openDocument('text'), '.odt'],
    ['a LibreOffice presentation', openDocument('presentation'), '.odp'],
    ['Excel 97', container('Workbook'), '.xls'],
    ['Excel 5', container('Book'), '.xls'],
    ['Word 97', container('WordDocument'), '.doc'],
    ['a mail of Outlook', container('__properties_version1.0'), '.msg'],
    ['Excel’s lock file', lockFile, 'lock file'],
    ['LibreOffice’s lock file', ',ane,kontor,28.11.2026 08:15,file:///home/ane/.config/libreoffice/4;', 'lock file'],
    ['a login page', '<!DOCTYPE html>\n<html><form><input type="password"></form></html>', 'sign in'],
    ['a table of HTML named .xls', '<html><table><tr><td>Navn</td></tr></table></html>', 'web page'],
    [
      'a workbook of Excel 2003',
      '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="x">',
      '2003',
    ],
    ['XML', '<kunder>\n  <kunde navn="x"/></kunder>', 'XML'],
    [
      'a mail',
      'Return-Path: <a@example.dk>\r\nReceived: by x\r\n\twith y\r\nFrom: a@example.dk\r\nTo: b@example.dk\r\n\r\nHej',
      '.eml',
    ],
    ['a mailbox', 'From a@example.dk Sat Nov 28 08:00:00 2026\nSubject: x\n\nHej', 'mailbox'],
    ['a dump of MySQL', '-- MySQL dump 10.13  Distrib 8.0\n--\n-- Host: x\nCREATE TABLE x (a int);', 'SQL'],
    ['a dump of MariaDB', '/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n', 'SQL'],
    [
      'a dump of PostgreSQL',
      '--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\nSET statement_timeout = 0;\n',
      'SQL',
    ],
    ['statements alone', "INSERT INTO kunder VALUES (1, 'x');\n", 'SQL'],
    ['a custom dump of PostgreSQL', Buffer.concat([Buffer.from('PGDMP'), Buffer.alloc(90, 1)]), 'PostgreSQL'],
    [
      'a link of Google Drive',
      '{"url":"https://docs.google.com/open?id=1a","doc_id":"1a","email":"a@example.dk"}',
      'Google Drive',
    ],
    ['a link of Windows', '[InternetShortcut]\r\nURL=https://docs.google.com/spreadsheets/d/1a\r\n', '.url'],
    ['the address of a Google Sheet', 'https://docs.google.com/spreadsheets/d/1a/edit#gid=0\n', 'Google Sheet'],
    ['an encrypted message', '-----BEGIN PGP MESSAGE-----\n\nabc', 'encrypted'],
    ['zeros', Buffer.alloc(5_000), 'zeros'],
  ])('%s', async (_, content, word) => {
    const refusal = await refusalOf(content);
    expect(refusal).toMatchObject({ code: 'not-text', exitCode: 2, message: expect.stringContaining(word) });
    expect(refusal?.actions.length).toBeGreaterThan(0);
    expect(`${refusal?.message} ${refusal?.actions.join(' ')}`).not.toMatch(/Ane|example\.dk|\/1a/);
  });

  test('an empty file is called empty', async () => {
    expect(await refusalOf('')).toMatchObject({ code: 'file-empty', exitCode: 2 });
  });

  test('a Google Sheet is to be downloaded as CSV', async () => {
    const refusal = await refusalOf('{"doc_id":"1a","resource_key":"","email":"a@example.dk"}');
    expect(refusal?.actions.join(' ')).toContain('Download → Comma-separated values');
  });
});

describe('a table is read, though it begins like something else', () => {
  test.each([
    ['words of SQL as headers', 'Use case;Create date;Navn\nA;2026-01-01;Bo Lind\n'],
    ['words of mails as headers', 'From;To;Subject;Navn\na;b;c;Bo Lind\n'],
    ['headers in angle brackets', '<Navn>;<E-mail>\nBo Lind;bo@example.dk\n'],
    ['a link in the first cell', 'https://docs.google.com/spreadsheets/d/1a;Navn\nx;Bo Lind\n'],
    ['two dashes', '-- Kundeliste --;\nNavn;Telefon\nBo Lind;20304050\n'],
    ['the letters of a picture', 'BM;Navn\n1;Bo Lind\n'],
    ['an object of JSON with an address', '{"name":"Bo Lind","url":"https://example.dk"}'],
    ['a byte order mark', '\ufeffNavn;Telefon\nBo Lind;20304050\n'],
  ])('%s', async (_, content) => {
    expect(await refusalOf(content)).toBeNull();
  });
});

describe('an address in place of a file', () => {
  test.each([
    ['https://example.dk/kunder.csv?key=secret', /curl -fL/],
    ['https://docs.google.com/spreadsheets/d/1a/edit#gid=0', /Download → Comma-separated values/],
    ['file:///home/ane/kunder.csv', /path behind|\/the\/path/],
  ])('%s is refused with the way to a file', async (address, action) => {
    const refusal = await openSource(address).then(
      () => null,
      (error: Error & { code: string; actions: readonly string[] }) => error,
    );
    expect(refusal).toMatchObject({ code: 'file-is-url', exitCode: 2 });
    expect(refusal?.actions.join('\n')).toMatch(action);
    expect(`${refusal?.message} ${refusal?.actions.join(' ')}`).not.toMatch(/secret|1a|ane/);
  });
});
