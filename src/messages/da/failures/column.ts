import type { ColumnsSeen, columnFailures as english, Sharable, SortedField } from '../../en/failures/column.js';
import { digits } from '../../language.js';
import { type Explanation, step, type Voice } from '../../voice.js';

const n = (count: number) => digits('da', count);
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

export const redact = ({ canRedact = false }: Sharable, say: Voice) =>
  canRedact
    ? [say.here('renos-sync redact FILE -o redacted.csv', 'samme fil uden personoplysninger, til at spørge med')]
    : [];

const columns = ({ headers, fields, more, delimiter, near }: ColumnsSeen) => {
  if (headers === null) return `Ingen af de ${n(fields)} felter er kendt.`;
  const cut = delimiter === null ? '' : ` Skilletegnet er ${delimiter === '\t' ? 'tabulator' : `"${delimiter}"`}.`;
  const almost = near.map(({ header, target }) => `"${header}" (staves næsten som en kolonne til "${target}")`);
  const look = almost.length === 0 ? '' : ` Se på ${almost.join(', ')}.`;
  return `Kolonnerne er: ${quoted(headers)}${more > 0 ? ` og ${n(more)} mere` : ''}.${cut}${look}`;
};

const refused = (message: string, option: string, say: Voice): Explanation => ({
  message,
  actions: [step(`Ret rækkerne, eller importér de øvrige med ${say.option(option, true)}.`)],
});
const sorted: Readonly<Record<SortedField, string>> = {
  name: 'det navn',
  email: 'den e-mail',
  phone: 'det telefonnummer',
  address: 'den adresse',
  notes: 'de noter',
};
const looksSorted = 'Sådan ser det ud, når en kolonne';

export const columnFailures: typeof english = {
  'mapping-file/absent': ({ path }) => mappingFile(`${path} findes ikke.`),
  'mapping-file/not-json': ({ path }) => mappingFile(`${path} er ikke JSON.`),
  'mapping-file/refused': ({ path, code }) => mappingFile(`${path} kan ikke læses (${code}).`),
  'mapping-file/targets': ({ path, places, targets }) =>
    mappingFile(
      `${path} har forkerte mål for ${places.map((place) => `"${place}"`).join(', ')}. Et mål er et af: ${targets.map((one) => `"${one}"`).join(', ')}.`,
    ),
  'mapping-column-missing': ({ absent, headers, more }, say) => ({
    message: `Filen har ingen kolonne ${absent.map((header) => `"${header}"`).join(', ')}. Den har: ${quoted(headers)}${more > 0 ? ` og ${n(more)} mere` : ''}.`,
    actions: [
      step(
        `Ret ${say.option('map')} eller ${say.option('mapping')}: venstre side er kolonnens navn, som filen skriver det.`,
      ),
    ],
  }),
  'no-name-column': (p, say) => ({
    message: `Ingen kolonne er kendt som kundernes navne. ${'line' in p.seen ? `Posten i linje ${n(p.seen.line)} kan ikke læses.` : columns(p.seen)}`,
    actions: [
      say.choose(p.header, 'name'),
      ...(p.isOfKnown && p.header !== null
        ? [say.choose(p.header, 'ignore', 'for at ændre kunder, RenOS kender')]
        : []),
      ...(p.isJson
        ? [
            say.here(
              `jq -c '.. | .${p.list ?? 'customers'}? | arrays[]' FILE | renos-sync import -`,
              'hvis kunderne står i en liste længere inde',
            ),
          ]
        : []),
      ...redact(p, say),
    ],
  }),
  'no-header': ({ cells, ...more }, say) => ({
    message: `Der er ingen række med kendte kolonnenavne. Den første række har ${n(cells)} ${cells === 1 ? 'celle' : 'celler'}.`,
    actions: [
      step('Sæt en række med navne som Navn, E-mail, Telefon, Adresse over kunderne.'),
      say.choose(null, 'name'),
      ...redact(more, say),
    ],
  }),
  'table-transposed': ({ fields, ...more }, say) => ({
    message: `Tabellen er vendt: hver række er et felt (${fields.join(', ')}), og hver kolonne er en kunde.`,
    actions: [
      step('Vend den: kopiér tabellen i Excel eller Google Sheets, og vælg Indsæt speciel, Transponer.'),
      ...redact(more, say),
    ],
  }),
  'no-customers': ({ rows }, say) =>
    refused(
      `Ingen af de ${n(rows)} rækker er en kunde, men en overskrift, en sum eller kolonnenavnene igen: intet er skrevet.`,
      'acceptRejects',
      say,
    ),
  'most-rows-rejected': ({ rejected, all }, say) =>
    refused(`${n(rejected)} af ${n(all)} rækker ville blive afvist: intet er skrevet.`, 'acceptRejects', say),
  'many-renames': ({ renamed, known }, say) =>
    refused(
      `${n(renamed)} af ${n(known)} kendte kunder ville få en anden persons navn: intet er skrevet. ${looksSorted} med navne er sorteret alene.`,
      'acceptRenames',
      say,
    ),
  'many-renames/sorted': ({ moved, known, field }, say) =>
    refused(
      `${n(moved)} af ${n(known)} kendte kunder ville få ${sorted[field]}, som en anden af dem har: intet er skrevet. ${looksSorted} er sorteret alene.`,
      'acceptRenames',
      say,
    ),
};

const mappingFile = (what: string): Explanation => ({
  message: `Filen med kolonner ${what}`,
  actions: ['renos-sync import-csv FILE --print-mapping > mapping.json'],
});
