import type { Findings } from '../../../core/codes/findings.js';
import { counter } from '../../language.js';
import type { FindingVoice, Remark, Sentences } from '../../voice.js';

const n = counter('en');
const quote = 'Write a quote inside a cell twice, and put the whole cell into quotes.';
const whose = { dos: 'DOS', mac: 'an old Mac' } as const;

/** Findings about the format of a file. */
export const fileFindings = {
  'unclosed-quote': () => ({
    reason: 'a quote opens here and is never closed',
    remedy: 'Close the quote, or write a quote inside a cell twice.',
  }),
  'unclosed-quote/at': ({ opened }) => ({
    reason: `a quote opens on line ${opened} and is never closed`,
    remedy: 'Close the quote, or write a quote inside a cell twice.',
  }),
  'text-after-quote': () => ({ reason: 'text follows a closing quote', remedy: quote }),
  'text-after-quote/at': ({ opened, closed }) => ({
    reason: `the quote that opens on line ${opened} is closed on line ${closed}, and text follows it`,
    remedy: quote,
  }),
  'record-too-long': () => ({
    reason: 'is longer than 1 MB without a newline',
    remedy: 'Shorten the row, or close an open quote.',
  }),
  'row-in-quotes': () => ({
    reason: 'is in quotes as if it were one cell; it was split into its cells',
    remedy: 'Nothing if its cells are in the right columns.',
  }),
  'quote-swallows': ({ opened, closed }) => ({
    reason: `the quote that opens on line ${opened} is closed on line ${closed}; there may be rows between them`,
    remedy: 'Check these lines, and close the quote at the end of its cell.',
  }),
  'json-not-an-object': () => ({ reason: 'is not an object', remedy: 'Write a customer as {"name": "…"}.' }),
  'json-broken': () => ({ reason: 'is not valid JSON', remedy: 'Fix the record.' }),
  'json-list-left': ({ jq }, say) => ({
    reason: 'is another list in this file and is not imported',
    remedy: say.here(`jq -c '${jq}[]' FILE | renos-sync import -`, 'if it holds customers too'),
  }),
  'json-list': () => ({
    reason: 'is the list that is imported; the rest of the file is not',
    remedy: 'Check that these are the customers.',
  }),
  'sheet-chosen': (p, say) => ({
    reason: `sheet ${p.name} is read; ${p.others.join(', ')}${p.isMore ? ' and more' : ''} ${p.count === 1 ? 'is' : 'are'} not`,
    remedy: `Nothing, or ${say.option('sheet', p.others[0] ?? '')} for another one.`,
  }),
  'sheet-hidden-cells': (p) => {
    const counts = [
      ...(p.rows === 0 ? [] : [n(p.rows, 'hidden row', 'hidden rows')]),
      ...(p.columns === 0 ? [] : [n(p.columns, 'hidden column', 'hidden columns')]),
    ];
    return {
      reason: `sheet ${p.name} has ${counts.join(' and ')}: they are imported like the rest`,
      remedy: 'Delete what should not be imported; a filter only hides rows from view.',
    };
  },
  'archive-entry-read': ({ name, others }, say) => ({
    reason: `${name} in the ZIP archive is read${others === 0 ? '' : `; ${n(others, 'other file', 'other files')} in it not`}`,
    remedy: `Nothing, or ${say.option('entry', 'NAME')} for another file of the archive.`,
  }),
  'vcard-broken': () => ({
    reason: 'is a contact that cannot be read',
    remedy: 'Export that contact again, or enter it by hand.',
  }),
  'vcard-group': (_, say) => ({
    reason: 'is a group of contacts, not a person',
    remedy: say.nothing('its members have contacts of their own'),
  }),
  'encoding-doubtful': (p, say) => ({
    reason: `is read as windows-1252, but some letters look like those of ${whose[p.whose]}`,
    remedy: `If names look wrong, use ${say.option('encoding', p.encoding)}.`,
  }),
  'encoding-guessed': (p, say) => ({
    reason: `is read as ${p.encoding}: its letters are those of ${whose[p.whose]}`,
    remedy: `Use ${say.option('encoding', p.encoding)} if names look right, and ${say.option('encoding', 'windows-1252')} if not.`,
  }),
} satisfies Sentences<Findings, FindingVoice, Remark>;
