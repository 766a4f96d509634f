import type { FileKind } from '../../../core/codes/file-failures.js';
import type { KindWords } from '../../en/failures/file-kinds.js';

const asCsv = 'I Excel: Filer → Gem som → CSV UTF-8, og importér den fil.';
const asWorkbook = 'I Excel: Filer → Gem som → Excel-projektmappe (.xlsx), og importér den fil.';
const exported = 'Eksportér kunderne fra programmet, den er lavet i, som CSV eller regneark, og importér den fil.';
const unpacked = 'Pak den ud, og importér filen indeni.';
const written = 'Skriv kunderne i en tabel, gem den som regneark eller CSV, og importér den fil.';
const asTable = 'Kopiér tabellen ind i et regneark, gem det, og importér den fil.';
const fromNumbers = 'I Numbers: Arkiv → Eksportér til → Excel eller CSV, og importér den fil.';
const table = 'Åbn den i Excel, gem den som regneark (.xlsx) eller CSV UTF-8, og importér den fil.';
const sheets = 'I Google Sheets: Filer → Download → Kommaseparerede værdier (.csv), og importér den fil.';
const link = 'Åbn linket, hent kunderne som CSV eller regneark, og importér den fil.';
const mail = 'Gem filen, der er vedhæftet mailen, og importér den.';

export const fileKinds: Readonly<Record<FileKind, KindWords>> = {
  jpeg: ['et foto (JPEG)', written],
  png: ['et billede (PNG)', written],
  gif: ['et billede (GIF)', written],
  webp: ['et billede (WebP)', written],
  tiff: ['et billede (TIFF)', written],
  bmp: ['et billede (BMP)', written],
  heic: ['et foto (HEIC)', written],
  film: ['en film eller en lydfil', written],
  sound: ['en lydfil', exported],
  pdf: ['et PDF-dokument', exported],
  postscript: ['et PostScript-dokument', exported],
  sqlite: ['en SQLite-database', exported],
  mdb: ['en Access-database (.mdb)', exported],
  accdb: ['en Access-database (.accdb)', exported],
  'postgres-dump': ['en sikkerhedskopi fra PostgreSQL', exported],
  parquet: ['en Parquet-fil', exported],
  arrow: ['en Arrow-fil', exported],
  avro: ['en Avro-fil', exported],
  zip: [
    'et Excel-regneark eller en ZIP-fil',
    asCsv,
    { paste: 'renos-sync import FILE', comment: 'læser regneark og ZIP-filer' },
  ],
  'empty-zip': ['en tom ZIP-fil', 'Lav den igen: der blev ikke pakket noget i den.'],
  'split-zip': ['en del af en ZIP-fil, der er delt op', 'Saml delene, og importér filen indeni.'],
  'old-office': ['en gammel Office-fil, som Excel 97 skrev dem', asCsv],
  'double-gzip': ['gzip inden i gzip', unpacked],
  rar: ['et RAR-arkiv', unpacked],
  '7z': ['et 7z-arkiv', unpacked],
  xz: ['et xz-arkiv', unpacked],
  bzip2: ['et bzip2-arkiv', unpacked],
  zstandard: ['et Zstandard-arkiv', unpacked],
  cab: ['et CAB-arkiv', unpacked],
  tar: ['et tar-arkiv', unpacked],
  'property-list': ['en egenskabsliste fra Apple', 'Åbn den, hvor den blev lavet, og eksportér kunderne som CSV.'],
  shortcut: ['en genvej i Windows', 'Importér filen, den fører til.'],
  alias: ['et alias i macOS', 'Importér filen, den fører til.'],
  pst: ['en Outlook-datafil (.pst)', 'I Outlook: Filer → Eksportér → CSV, og importér den fil.'],
  program: ['et program', exported],
  'archived-program': ['et program', asTable],
  'office-lock': [
    'låsefilen, som Office har ved siden af et åbent dokument, og ikke dokumentet',
    'Importér filen af samme navn uden ~$ foran.',
  ],
  'libreoffice-lock': ['en låsefil fra LibreOffice', 'Importér filen af samme navn uden .~lock foran.'],
  zeros: ['fyldt med nuller, så indholdet er gået tabt', 'Eksportér den igen, eller hent den fra en sikkerhedskopi.'],
  binary: ['en fil med noget andet end tekst', asCsv],
  calendar: ['en kalender (iCalendar)', { paste: 'renos-sync sync', comment: 'henter det, der står i kalenderen' }],
  'excel-2003-xml': ['et regneark fra Excel 2003, skrevet som XML', table],
  'apple-link': ['en egenskabsliste eller et link fra Apple', link],
  'web-link-file': ['et link til en webside (.url)', sheets, link],
  'drive-link': ['et link til et dokument i Google Drev, uden selve dokumentet', sheets],
  'sheet-link': ['et link til et Google-regneark', sheets],
  'web-link': ['et link til en webside', link],
  rtf: ['et tekstdokument (RTF)', table],
  mailbox: ['en postkasse med e-mails', mail],
  mail: ['en e-mail (.eml)', mail],
  encrypted: ['en krypteret meddelelse eller en nøgle', 'Dekryptér den først.'],
  'sql-dump': [
    'en sikkerhedskopi af en database (SQL)',
    "Indlæs den i sin database, og eksportér tabellen med kunder: i psql med \\copy (SELECT …) TO 'customers.csv' CSV HEADER.",
  ],
  xml: ['XML, hvad navnet end siger', table],
  'web-table': ['en webside, hvad navnet end siger', table],
  'web-page': ['en webside, hvad navnet end siger', link],
  'sign-in': [
    'en webside, der beder om login: den kom i stedet for filen, da den skulle hentes',
    'Log på i en browser, hent filen der, og importér den.',
  ],
  xlsb: ['et binært Excel-regneark (.xlsb)', asWorkbook],
  docx: ['et Word-dokument', asTable],
  pptx: ['en PowerPoint-præsentation', asTable],
  visio: ['en Visio-tegning', asTable],
  numbers: ['et Numbers-dokument', fromNumbers],
  keynote: ['en Keynote-præsentation', asTable],
  pages: ['et dokument fra Numbers eller Pages', fromNumbers],
  odt: ['et tekstdokument (.odt)', asTable],
  odp: ['en præsentation (.odp)', asTable],
  odg: ['en tegning (.odg)', asTable],
  odb: ['en database fra LibreOffice (.odb)', asTable],
  msg: ['en e-mail fra Outlook (.msg)', mail],
  doc: ['et gammelt Word-dokument (.doc)', asTable],
  ppt: ['en gammel PowerPoint-præsentation (.ppt)', asTable],
  xls: ['et gammelt Excel-regneark (.xls)', asWorkbook],
  'old-container': ['et gammelt Excel-regneark (.xls) eller en anden gammel Office-fil', asWorkbook],
};
