import type { FileKind } from '../../../core/codes/file-failures.js';

const asCsv = 'In Excel: File → Save as → CSV UTF-8, and import that file.';
const asWorkbook = 'In Excel: File → Save as → Excel workbook (.xlsx), and import that file.';
const exported = 'Export the customers from the program that made it, as CSV or as a workbook, and import that file.';
const unpacked = 'Unpack it, and import the file inside.';
const written = 'Put the customers into a table, save it as a workbook or CSV, and import that file.';
const asTable = 'Copy the table into a workbook, save it, and import that file.';
const fromNumbers = 'In Numbers: File → Export To → Excel or CSV, and import that file.';
const table = 'Open it in Excel, save it as a workbook (.xlsx) or as CSV UTF-8, and import that file.';
const sheets = 'In Google Sheets: File → Download → Comma-separated values (.csv), and import that file.';
const link = 'Open the link, download the customers as CSV or as a workbook, and import that file.';
const mail = 'Save the file that is attached to the mail, and import that one.';

/** The kinds of files from which customers cannot be read, and how to get one that can be read. */
export const fileKinds = {
  jpeg: ['a photo (JPEG)', written],
  png: ['a picture (PNG)', written],
  gif: ['a picture (GIF)', written],
  webp: ['a picture (WebP)', written],
  tiff: ['a picture (TIFF)', written],
  bmp: ['a picture (BMP)', written],
  heic: ['a photo (HEIC)', written],
  film: ['a film or a sound', written],
  sound: ['a sound', exported],
  pdf: ['a PDF document', exported],
  postscript: ['a PostScript document', exported],
  sqlite: ['a SQLite database', exported],
  mdb: ['an Access database (.mdb)', exported],
  accdb: ['an Access database (.accdb)', exported],
  'postgres-dump': ['a PostgreSQL dump', exported],
  parquet: ['a Parquet file', exported],
  arrow: ['an Arrow file', exported],
  avro: ['an Avro file', exported],
  zip: [
    'an Excel workbook or a ZIP file',
    asCsv,
    { paste: 'renos-sync import FILE', comment: 'reads workbooks and ZIP files' },
  ],
  'empty-zip': ['an empty ZIP file', 'Make it again: nothing was packed into it.'],
  'split-zip': ['a part of a ZIP file that was split', 'Put its parts together, and import the file inside.'],
  'old-office': ['an old Office file, as Excel 97 wrote it', asCsv],
  'double-gzip': ['gzip inside gzip', unpacked],
  rar: ['a RAR archive', unpacked],
  '7z': ['a 7z archive', unpacked],
  xz: ['an xz archive', unpacked],
  bzip2: ['a bzip2 archive', unpacked],
  zstandard: ['a Zstandard archive', unpacked],
  cab: ['a CAB archive', unpacked],
  tar: ['a tar archive', unpacked],
  'property-list': [
    'a property list of Apple',
    'Open it in the program that made it, and export the customers as CSV.',
  ],
  shortcut: ['a Windows shortcut', 'Import the file that it leads to.'],
  alias: ['an alias of macOS', 'Import the file that it leads to.'],
  pst: ['an Outlook data file (.pst)', 'In Outlook: File → Export → CSV, and import that file.'],
  program: ['a program', exported],
  'archived-program': ['a program', asTable],
  'office-lock': [
    'the lock file that Office keeps beside an open document, and not the document',
    'Import the file of the same name without ~$ before it.',
  ],
  'libreoffice-lock': ['the lock file of LibreOffice', 'Import the file of the same name without .~lock before it.'],
  zeros: ['filled with zeros, so its content is lost', 'Export it again, or take it from a backup.'],
  binary: ['a file of something else than text', asCsv],
  calendar: ['a calendar (iCalendar)', { paste: 'renos-sync sync', comment: 'brings in what is in the calendar' }],
  'excel-2003-xml': ['an Excel 2003 workbook, written as XML', table],
  'apple-link': ['a property list or a link of Apple', link],
  'web-link-file': ['a link to a web page (.url)', sheets, link],
  'drive-link': ['a link to a document of Google Drive, without the document', sheets],
  'sheet-link': ['a link to a Google Sheet', sheets],
  'web-link': ['a link to a web page', link],
  rtf: ['a text document (RTF)', table],
  mailbox: ['a mailbox of e-mails', mail],
  mail: ['an e-mail (.eml)', mail],
  encrypted: ['an encrypted message or a key', 'Decrypt it first.'],
  'sql-dump': [
    'a dump of a database (SQL)',
    "Load it into its database and export the table of customers: in psql with \\copy (SELECT …) TO 'customers.csv' CSV HEADER.",
  ],
  xml: ['XML, whatever its name says', table],
  'web-table': ['a web page, whatever its name says', table],
  'web-page': ['a web page, whatever its name says', link],
  'sign-in': [
    'a web page that asks to sign in: the download was answered with it instead of the file',
    'Sign in with a browser, download the file there, and import that one.',
  ],
  xlsb: ['a binary Excel workbook (.xlsb)', asWorkbook],
  docx: ['a Word document', asTable],
  pptx: ['a PowerPoint presentation', asTable],
  visio: ['a Visio drawing', asTable],
  numbers: ['a Numbers document', fromNumbers],
  keynote: ['a Keynote presentation', asTable],
  pages: ['a Numbers or Pages document', fromNumbers],
  odt: ['a text document (.odt)', asTable],
  odp: ['a presentation (.odp)', asTable],
  odg: ['a drawing (.odg)', asTable],
  odb: ['a database of LibreOffice (.odb)', asTable],
  msg: ['an e-mail of Outlook (.msg)', 'Save the file that is attached to the mail, and import it.'],
  doc: ['an old Word document (.doc)', asTable],
  ppt: ['an old PowerPoint presentation (.ppt)', asTable],
  xls: ['an old Excel workbook (.xls)', asWorkbook],
  'old-container': ['an old Excel workbook (.xls), or another old Office file', asWorkbook],
} satisfies Record<FileKind, KindWords>;

/** The name of a kind; then what to do, as a sentence or ready to paste. */
export type KindWords = readonly [
  kind: string,
  ...actions: readonly (string | { readonly paste: string; readonly comment: string })[],
];
