import type { FileKind } from '../../core/codes/file-failures.js';
import type { Archive } from './archive.js';
import type { WorkbookFormat } from './measure-workbook.js';

/** By an entry that only such an archive has. */
const kinds: readonly (readonly [entry: RegExp, kind: FileKind])[] = [
  [/^xl\/workbook\.bin$/, 'xlsb'],
  [/^word\/document\.xml$/, 'docx'],
  [/^ppt\/presentation\.xml$/, 'pptx'],
  [/^visio\/document\.xml$/, 'visio'],
  [/^Index\/Tables\//, 'numbers'],
  [/^Index\/(?:Slide|Presentation)/, 'keynote'],
  [/^Index(?:\/|\.zip$)/, 'pages'],
  [/^AndroidManifest\.xml$/, 'archived-program'],
];
const openDocument: Readonly<Record<string, FileKind>> = {
  text: 'odt',
  presentation: 'odp',
  graphics: 'odg',
  database: 'odb',
};

/** The kind of a ZIP archive, by its contents; null: it contains other files. */
export async function kindOfArchive(archive: Archive): Promise<WorkbookFormat | FileKind | null> {
  const names = archive.entries.map(({ fileName }) => fileName);
  if (names.includes('xl/workbook.xml')) return 'xlsx';
  const found = kinds.find(([entry]) => names.some((name) => entry.test(name)));
  if (found !== undefined) return found[1];
  const mimetype = archive.entries.find(({ fileName }) => fileName === 'mimetype');
  if (mimetype === undefined || !names.includes('META-INF/manifest.xml'))
    return names.includes('content.xml') && names.includes('META-INF/manifest.xml') ? 'ods' : null;
  let type = '';
  for await (const chunk of archive.read(mimetype)) if (type.length < 200) type += chunk.toString('latin1', 0, 200);
  const [, document = ''] = /opendocument\.(\w+)/.exec(type) ?? [];
  const other = Object.hasOwn(openDocument, document) ? openDocument[document] : undefined;
  if (other !== undefined) return other;
  return names.includes('content.xml') ? 'ods' : null;
}

/** By a name in the directory of the container, which is UTF-16. */
const streams: readonly (readonly [stream: string, kind: FileKind])[] = [
  ['__properties_version1.0', 'msg'],
  ['WordDocument', 'doc'],
  ['PowerPoint Document', 'ppt'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
];

/** The kind of a file from Office before 2007 or Outlook; `locked` by a password, from any version. */
export function kindOfOldContainer(content: Buffer): FileKind | 'locked' {
  const holds = (stream: string) => content.includes(Buffer.from(stream, 'utf16le'));
  if (holds('EncryptedPackage')) return 'locked';
  return streams.find(([stream]) => holds(stream))?.[1] ?? 'old-container';
}
