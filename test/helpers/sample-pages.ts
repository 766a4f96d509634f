import { checkFile } from '../../src/core/customers/import/check-file.js';
import { ImportDetailsCollector } from '../../src/core/customers/import/import-details.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { silentProgress } from '../../src/core/ports.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import type { Language } from '../../src/messages/language.js';
import {
  conflictsPage,
  type Frame,
  importPage,
  statsPage,
  statusPage,
  syncPage,
  undoPage,
} from '../../src/reports/html/pages.js';
import { plainPage } from '../../src/reports/page.js';
import {
  type Disguise,
  sampleConflicts,
  sampleStatistics,
  sampleStatus,
  sampleSync,
  sampleUndo,
} from './sample-results.js';

export const frameIn = (language: Language): Frame => ({
  page: { ...plainPage, language },
  at: new Date('2026-11-24T09:05:00Z'),
  failure: null,
});

/** Each page of the command line by its name, with invented data; `say` changes each text from outside. */
export async function samplePages(
  language: Language,
  say: Disguise = (text) => text,
): Promise<Readonly<Record<string, string>>> {
  const frame = frameIn(language);
  const failure = {
    code: 'google-unreachable',
    exitCode: 5 as const,
    message: say('Google cannot be reached.'),
    actions: ['renos-sync doctor'],
  };
  return {
    import: await importOf(sampleFile(say), frame),
    sync: syncPage(sampleSync(say), { ...frame, failure }),
    status: statusPage(sampleStatus(say), frame),
    stats: statsPage(sampleStatistics(say), frame),
    conflicts: conflictsPage(sampleConflicts(say), frame),
    undo: undoPage(sampleUndo(say), frame),
  };
}

/** The page of checking a file of CSV. */
export async function importOf(text: string, frame: Frame): Promise<string> {
  const source = await sourceOfText(text, 'csv');
  const collector = new ImportDetailsCollector();
  const signal = new AbortController().signal;
  const ports = { source, clock: () => frame.at, progress: silentProgress, signal, ...collector.watch() };
  const result = await checkFile(ports, { ...usualImport, dryRun: true });
  return importPage({ ...result, sync: null }, frame, await collector.finish(source, result));
}

/** A customer file with mistakes of several kinds. */
function sampleFile(say: Disguise): string {
  const cell = (text: string) => `"${say(text).replaceAll('"', '""')}"`;
  const rows = [
    ['Åse Holm', 'aase@example.dk', '20 30 40 50', 'Nygade 1, 8000 Aarhus C', 'Nøgle under måtten'],
    ['Bo Lind', 'bo@@example.dk', '86 12 34 56', 'Torvet 2, 8600 Silkeborg', ''],
    ['Café Ø', 'post@example.dk', '12', 'Havnen 3, 8000 Aarhus C', 'Ring på bagdøren. '.repeat(30)],
    ['', 'ingen@example.dk', '40 50 60 70', '', 'uden navn'],
    ['Dorthe Skov', 'dorthe example.dk', '50 60 70 80', 'Skovvej 4, 8000 Aarhus C', ''],
    ['Erik Berg', 'erik@example.dk', '60 70 80 90', 'Bakken 5, 8000 Aarhus C', ''],
    ['Erik Berg', 'erik@example.dk', '60 70 80 91', 'Bakken 5, 8000 Aarhus C', ''],
    ['Freja Lund', 'freja@example.dk', '61 70 80 90', 'Bakken 7, 8000 Aarhus C', ''],
  ];
  const lines = rows.map((cells) => cells.map(cell).join(';'));
  return ['Navn;E-mail;Telefon;Adresse;Noter', ...lines].join('\n');
}
