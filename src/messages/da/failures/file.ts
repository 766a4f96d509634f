import type { fileFailures as english, fileRoles as englishRoles, OfFile, Unreadable } from '../../en/failures/file.js';
import { digits } from '../../language.js';
import { step } from '../../voice.js';
import { redact } from './column.js';
import { fileKinds } from './file-kinds.js';

const n = (count: number) => digits('da', count);

const fileRoles: typeof englishRoles = {
  data: 'Datamappen',
  temporary: 'Mappen til midlertidige filer',
  database: 'Mappen med den indbyggede database',
  'sandbox-address': 'Filen med sandkassens adresse',
  sandbox: 'Sandkassens fil',
};
const placeOf = ({ role, path }: OfFile) => (role === null ? (path ?? 'En fil') : `${fileRoles[role]}, ${path},`);

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'disken er fuld',
  EDQUOT: 'diskkvoten er brugt op',
  EFBIG: 'filen har nået den største tilladte størrelse',
  EACCES: 'rettighederne tillader det ikke',
  EPERM: 'rettighederne tillader det ikke',
  EROFS: 'disken er skrivebeskyttet',
  ENOENT: 'stedet findes ikke og kan ikke oprettes',
  ENOTDIR: 'der ligger en fil, hvor der skal være en mappe',
  EISDIR: 'der ligger en mappe, hvor der skal være en fil',
  EEXIST: 'der ligger en fil eller et tomt link, hvor der skal være en mappe',
  ELOOP: 'symbolske links fører tilbage til sig selv',
  ENAMETOOLONG: 'navnet er for langt',
};

const unreadable = ({ why, code }: { readonly why: Unreadable; readonly code: string | null }) =>
  ({
    folder: 'er en mappe',
    absent: 'findes ikke',
    unfinished: 'kunne ikke læses til ende',
    'damaged-gzip': 'er en gzip-fil, der slutter for tidligt eller er beskadiget',
    refused: `kan ikke læses (${code ?? 'ukendt'})`,
  })[why];

export const fileFailures: typeof english = {
  'disk-full': (p, say) => ({
    message: `${placeOf(p)} kan ikke skrives: ${reasons[p.code] ?? p.code}.`,
    actions: [step('Skaf plads på disken.'), say.again(), ...p.settings],
  }),
  'file-unusable': (p) => ({
    message: `${placeOf(p)} kan ikke bruges: ${reasons[p.code] ?? p.code}.`,
    actions: p.settings.length > 0 ? p.settings : [step('Nævn en sti, du må bruge, eller ret dens rettigheder.')],
  }),
  'file-failed': (p) => ({
    message: `${placeOf(p)} kunne ikke læses eller skrives (${p.code}).`,
    actions: [step('Kontrollér disken, den ligger på.'), ...p.settings],
  }),
  'too-many-files': ({ code }) => ({
    message: `Programmet må ikke åbne flere filer (${code}).`,
    actions: ['ulimit -n 1024   # i samme terminal; kør så kommandoen igen'],
  }),
  'file-empty/file': ({ name }) => ({ message: `${name} er tom.`, actions: [step('Eksportér den igen.')] }),
  'file-empty/workbook': ({ name }) => ({
    message: `${name} har ingen udfyldt celle i noget ark.`,
    actions: [step('Se efter, om det er det rigtige regneark.')],
  }),
  'encoding-unknown': (_, say) => ({
    message: 'Det tegnsæt er ikke kendt.',
    actions: ['windows-1252', 'utf-8', 'cp850', 'utf-16le'].map((name) => say.add('encoding', name)),
  }),
  'delimiter-unknown': (_, say) => ({
    message: 'Et skilletegn er ét tegn eller ordet tab.',
    actions: [say.add('delimiter', "';'"), say.add('delimiter', 'tab')],
  }),
  'not-json': ({ name, ...more }, say) => ({
    message: `${name} begynder ikke som JSON, med { eller [.`,
    actions: [say.here('renos-sync import-csv FILE', 'til CSV'), ...redact(more, say)],
  }),
  'json-incomplete': ({ line, ...more }, say) => ({
    message: `JSON-teksten slutter midt i det, der begynder i linje ${n(line)}.`,
    actions: [step('Eksportér filen igen: den blev afkortet.'), ...redact(more, say)],
  }),
  'json-record-too-long': ({ line, ...more }, say) => ({
    message: `Posten, der begynder i linje ${n(line)}, er længere end 8 MB.`,
    actions: [step('Skriv en liste af kunder, {"customers": […]}, eller én kunde pr. linje.'), ...redact(more, say)],
  }),
  'json-several-lists': (p, say) => ({
    message: `Kunderne kan stå i ${p.lists.length === 0 ? 'mere end ét dokument med en liste' : p.lists.map((name) => `"${name}"`).join(', ')}: det er ikke sagt hvor.`,
    actions: [say.here(`jq -c '${p.jq}[]' FILE | renos-sync import -`), ...redact(p, say)],
  }),
  'json-in-columns': (more, say) => ({
    message: 'Hvert felt i denne JSON har alle kunders værdier, efter nummer.',
    actions: [
      step('Eksportér den igen med et objekt for hver kunde; pandas: to_json(orient="records").'),
      say.here(
        "jq -c '. as $all | (.[keys[0]] | keys[]) as $at | $all | map_values(.[$at])' FILE | renos-sync import -",
      ),
      ...redact(more, say),
    ],
  }),
  'workbook-too-large': ({ name }) => ({
    message: `${name} fylder udpakket mere, end der kan læses som regneark.`,
    actions: [step('Gem arket som CSV UTF-8, og importér den fil.'), step('Eller del arket op i flere regneark.')],
  }),
  'workbook-locked': ({ name }) => ({
    message: `${name} er låst med en adgangskode.`,
    actions: [step('Åbn det med koden, gem det uden kode, og importér den fil.')],
  }),
  'archive-damaged': ({ name }) => ({
    message: `${name} er et regneark eller en ZIP-fil, der er beskadiget eller ufuldstændig.`,
    actions: [step('Åbn den i programmet, den er lavet i, gem den igen, og importér den fil.')],
  }),
  'archive-too-large': ({ name, megabytes }) => ({
    message: `${name} er større end ${n(megabytes)} MB.`,
    actions: [
      step('Pak den ud, og importér selve filen.'),
      step('Eller gem arket som CSV UTF-8, og importér den fil.'),
    ],
  }),
  'archive-entry': ({ name, why, shown }, say) => {
    const words = {
      several: 'med flere filer, der kan læses',
      none: 'uden nogen fil, der kan læses',
      unknown: 'uden netop én fil af det navn',
    };
    return {
      message: `${name} er et ZIP-arkiv ${words[why]}: ${shown.join(', ') || 'det er tomt'}.`,
      actions: [say.add('entry', JSON.stringify(shown[0] ?? 'customers.csv'))],
    };
  },
  'sheet-unknown': ({ names }, say) => ({
    message: `Regnearket har intet ark af det navn. Arkene er ${names.map((name) => JSON.stringify(name)).join(', ')}.`,
    actions: [say.add('sheet', JSON.stringify(names[0] ?? '1'))],
  }),
  'file-is-url': ({ kind }) => ({
    message: 'FILE er en adresse på nettet, og kun filer på denne computer læses.',
    actions:
      kind === 'file'
        ? ['renos-sync import /stien/efter/file://']
        : [
            ...(kind === 'sheet' ? [step(String(fileKinds['sheet-link'][1]))] : []),
            "curl -fL -o customers.csv 'ADRESSE'   # og så: renos-sync import customers.csv",
          ],
  }),
  'file-unreadable': (p) => ({
    message: `${p.path === '-' ? 'Standardinput' : `Filen ${p.path}`} ${unreadable(p)}.`,
    actions: p.path === '-' ? ['renos-sync import-csv - < customers.csv'] : [`ls -l ${JSON.stringify(p.path)}`],
  }),
  'not-text': ({ name, kind }, say) => {
    const [what, ...todo] = fileKinds[kind];
    return {
      message: `${name} er ${what}: der kan ikke læses kunder i den.`,
      actions: todo.map((one) => (typeof one === 'string' ? step(one) : say.here(one.paste, one.comment))),
    };
  },
  'file-unwritable/exists': ({ path }) => ({
    message: `Filen ${path} findes allerede: intet er skrevet.`,
    actions: [step('Nævn en anden fil, eller tilføj --force for at erstatte den.')],
  }),
  'file-unwritable/folder': ({ path }) => ({
    message: `Filen ${path} er en mappe: intet er skrevet.`,
    actions: [step('Nævn en fil i den.')],
  }),
  'file-unwritable/no-folder': ({ path, folder }) => ({
    message: `Filen ${path} ligger i en mappe, der ikke findes: intet er skrevet.`,
    actions: [`mkdir -p ${JSON.stringify(folder)}`],
  }),
  'file-unwritable/full': ({ path }) => ({
    message: `Der er ikke plads på disken til filen ${path}: intet er skrevet.`,
    actions: [step('Skaf plads på disken.')],
  }),
  'file-unwritable/refused': ({ path, code }) => ({
    message: `Filen ${path} kan ikke skrives (${code}): intet er skrevet.`,
    actions: [step('Nævn en fil i en mappe, du må skrive i.')],
  }),
  'rejects-unwritable': ({ path, code }) => ({
    message: `Filen til afviste rækker, ${path}, kan ikke skrives (${code}); alle øvrige rækker er importeret.`,
    actions: [
      step(
        'Skaf plads på disken, eller giv denne bruger lov til at skrive i mappen; kør så samme kommando igen: den skriver filen.',
      ),
      step('Importér en kopi af filen fra en mappe, du må skrive i.'),
    ],
  }),
  'redact-same-file': () => ({
    message: 'Den nye fil ville erstatte den, der læses.',
    actions: [step('Nævn en anden fil efter -o.')],
  }),
};
