import type { OtherKind } from '../bytes/other-texts.js';
import type { Archive } from './archive.js';
import type { WorkbookFormat } from './measure-workbook.js';

const asWorkbook = 'In Excel: File → Save as → Excel workbook (.xlsx), and import that file.';
const fromNumbers = 'In Numbers: File → Export To → Excel or CSV, and import that file.';
const asTable = 'Copy the table into a workbook, save it, and import that file.';

/** By an entry that only such an archive has. */
const kinds: readonly (readonly [entry: RegExp, kind: string, action: string])[] = [
  [/^xl\/workbook\.bin$/, 'a binary Excel workbook (.xlsb)', asWorkbook],
  [/^word\/document\.xml$/, 'a Word document', asTable],
  [/^ppt\/presentation\.xml$/, 'a PowerPoint presentation', asTable],
  [/^visio\/document\.xml$/, 'a Visio drawing', asTable],
  [/^Index\/Tables\//, 'a Numbers document', fromNumbers],
  [/^Index\/(?:Slide|Presentation)/, 'a Keynote presentation', asTable],
  [/^Index(?:\/|\.zip$)/, 'a Numbers or Pages document', fromNumbers],
  [/^AndroidManifest\.xml$/, 'a program', asTable],
];
const openDocument: Readonly<Record<string, string>> = {
  text: 'a text document (.odt)',
  presentation: 'a presentation (.odp)',
  graphics: 'a drawing (.odg)',
  database: 'a database of LibreOffice (.odb)',
};

/** What a ZIP archive is by what it holds; null: files of some kind. */
export async function kindOfArchive(archive: Archive): Promise<WorkbookFormat | OtherKind | null> {
  const names = archive.entries.map(({ fileName }) => fileName);
  if (names.includes('xl/workbook.xml')) return 'xlsx';
  const found = kinds.find(([entry]) => names.some((name) => entry.test(name)));
  if (found !== undefined) return { kind: found[1], actions: [found[2]] };
  const mimetype = archive.entries.find(({ fileName }) => fileName === 'mimetype');
  if (mimetype === undefined || !names.includes('META-INF/manifest.xml'))
    return names.includes('content.xml') && names.includes('META-INF/manifest.xml') ? 'ods' : null;
  let type = '';
  for await (const chunk of archive.read(mimetype)) if (type.length < 200) type += chunk.toString('latin1', 0, 200);
  const [, document = ''] = /opendocument\.(\w+)/.exec(type) ?? [];
  const other = Object.hasOwn(openDocument, document) ? openDocument[document] : undefined;
  if (other !== undefined) return { kind: other, actions: [asTable] };
  return names.includes('content.xml') ? 'ods' : null;
}

/** By a name in the directory of the container, which is UTF-16. */
const streams: readonly (readonly [stream: string, kind: string, action: string])[] = [
  [
    '__properties_version1.0',
    'an e-mail of Outlook (.msg)',
    'Save the file that is attached to the mail, and import it.',
  ],
  ['WordDocument', 'an old Word document (.doc)', asTable],
  ['PowerPoint Document', 'an old PowerPoint presentation (.ppt)', asTable],
  ['Workbook', 'an old Excel workbook (.xls)', asWorkbook],
  ['Book', 'an old Excel workbook (.xls)', asWorkbook],
];

/** What a file is that Office before 2007, or Outlook, wrote; `locked` by a password, of any time. */
export function kindOfOldContainer(content: Buffer): OtherKind | 'locked' {
  const holds = (stream: string) => content.includes(Buffer.from(stream, 'utf16le'));
  if (holds('EncryptedPackage')) return 'locked';
  const found = streams.find(([stream]) => holds(stream));
  if (found !== undefined) return { kind: found[1], actions: [found[2]] };
  return { kind: 'an old Excel workbook (.xls), or another old Office file', actions: [asWorkbook] };
}
