import type { fileFindings as english } from '../../en/findings/file.js';
import { counter } from '../../language.js';

const n = counter('da');
const close = 'Luk anførselstegnet, eller skriv et anførselstegn inde i et felt dobbelt.';
const quote = 'Skriv et anførselstegn inde i et felt dobbelt, og sæt hele feltet i anførselstegn.';
const whose = { dos: 'DOS', mac: 'en gammel Mac' } as const;

export const fileFindings: typeof english = {
  'unclosed-quote': () => ({ reason: 'et anførselstegn åbnes her og lukkes aldrig', remedy: close }),
  'unclosed-quote/at': ({ opened }) => ({
    reason: `et anførselstegn åbnes i linje ${opened} og lukkes aldrig`,
    remedy: close,
  }),
  'text-after-quote': () => ({ reason: 'der står tekst efter et lukkende anførselstegn', remedy: quote }),
  'text-after-quote/at': ({ opened, closed }) => ({
    reason: `anførselstegnet, der åbnes i linje ${opened}, lukkes i linje ${closed}, og der står tekst efter det`,
    remedy: quote,
  }),
  'record-too-long': () => ({
    reason: 'er længere end 1 MB uden linjeskift',
    remedy: 'Gør rækken kortere, eller luk et åbent anførselstegn.',
  }),
  'row-in-quotes': () => ({
    reason: 'står i anførselstegn, som var den ét felt; den er delt op',
    remedy: 'Intet, hvis felterne står i de rigtige kolonner.',
  }),
  'quote-swallows': ({ opened, closed }) => ({
    reason: `anførselstegnet, der åbnes i linje ${opened}, lukkes i linje ${closed}; der kan stå rækker imellem`,
    remedy: 'Se på linjerne, og luk anførselstegnet, hvor feltet slutter.',
  }),
  'json-not-an-object': () => ({ reason: 'er ikke et objekt', remedy: 'Skriv en kunde som {"name": "…"}.' }),
  'json-broken': () => ({ reason: 'er ikke gyldig JSON', remedy: 'Ret posten.' }),
  'json-list-left': ({ jq }, say) => ({
    reason: 'er en anden liste i filen og importeres ikke',
    remedy: say.here(`jq -c '${jq}[]' FILE | renos-sync import -`, 'hvis der også er kunder i den'),
  }),
  'json-list': () => ({
    reason: 'er den liste, der læses; det, der står ved siden af, importeres ikke',
    remedy: 'Se efter, om det er kunderne.',
  }),
  'sheet-chosen': ({ name, others, isMore }, say) => ({
    reason: `ark ${name} læses; ${others.join(', ')}${isMore ? ' og flere' : ''} læses ikke`,
    remedy: `Intet, eller ${say.option('sheet', others[0] ?? '')} for et andet.`,
  }),
  'sheet-hidden-cells': ({ name, rows, columns }) => {
    const counts = [
      ...(rows === 0 ? [] : [n(rows, 'skjult række', 'skjulte rækker')]),
      ...(columns === 0 ? [] : [n(columns, 'skjult kolonne', 'skjulte kolonner')]),
    ];
    return {
      reason: `ark ${name} har ${counts.join(' og ')}: det skjulte læses som resten`,
      remedy: 'Slet det, der ikke skal importeres; et filter skjuler kun rækker for øjet.',
    };
  },
  'archive-entry-read': ({ name, others }, say) => ({
    reason: `${name} i ZIP-arkivet læses${others === 0 ? '' : `; ${n(others, 'anden fil', 'andre filer')} i det læses ikke`}`,
    remedy: `Intet, eller ${say.option('entry', 'NAVN')} for en anden fil i arkivet.`,
  }),
  'vcard-broken': () => ({
    reason: 'er en kontakt, der ikke kan læses',
    remedy: 'Eksportér kontakten igen, eller indtast den.',
  }),
  'vcard-group': (_, say) => ({
    reason: 'er en gruppe af kontakter og ikke en person',
    remedy: say.nothing('medlemmerne er selv kontakter'),
  }),
  'encoding-doubtful': ({ encoding, whose: by }, say) => ({
    reason: `læses som windows-1252; nogle bogstaver ligner dem fra ${whose[by]}`,
    remedy: `Ser navne forkerte ud, så kør den med ${say.option('encoding', encoding)}.`,
  }),
  'encoding-guessed': ({ encoding, whose: by }, say) => ({
    reason: `læses som ${encoding}: bogstaverne er dem fra ${whose[by]}`,
    remedy: `Angiv ${say.option('encoding', encoding)}, hvis navnene ser rigtige ud, og ${say.option('encoding', 'windows-1252')}, hvis ikke.`,
  }),
};
