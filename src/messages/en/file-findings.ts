import { counter } from '../language.js';
import type { FindingVoice } from '../voice.js';
import type { Remark } from './row-findings.js';

const n = counter('en');
const quote = 'Write a quote inside a cell twice, and put the whole cell into quotes.';
const whose = { dos: 'DOS', mac: 'an old Mac' } as const;

export interface Quote {
  readonly opened: number;
  readonly closed: number;
}
export interface Encoded {
  readonly encoding: string;
  readonly whose: keyof typeof whose;
}
export interface Beside {
  readonly name: string;
}

/** Findings of how a file is written. */
export const fileFindings = {
  'unclosed-quote': (): Remark => ({
    reason: 'a quote opens here and is never closed',
    remedy: 'Close the quote, or write a quote inside a cell twice.',
  }),
  'unclosed-quote/at': ({ opened }: Pick<Quote, 'opened'>): Remark => ({
    reason: `a quote opens on line ${opened} and is never closed`,
    remedy: 'Close the quote, or write a quote inside a cell twice.',
  }),
  'text-after-quote': (): Remark => ({ reason: 'text follows a closing quote', remedy: quote }),
  'text-after-quote/at': ({ opened, closed }: Quote): Remark => ({
    reason: `the quote that opens on line ${opened} is closed on line ${closed}, and text follows it`,
    remedy: quote,
  }),
  'record-too-long': (): Remark => ({
    reason: 'is longer than 1 MB without a newline',
    remedy: 'Shorten the row, or close an open quote.',
  }),
  'row-in-quotes': (): Remark => ({
    reason: 'is in quotes as if it were one cell; it was split into its cells',
    remedy: 'Nothing if its cells are in the right columns.',
  }),
  'quote-swallows': ({ opened, closed }: Quote): Remark => ({
    reason: `the quote that opens on line ${opened} is closed on line ${closed}; there may be rows between them`,
    remedy: 'Check these lines, and close the quote at the end of its cell.',
  }),
  'json-not-an-object': (): Remark => ({ reason: 'is not an object', remedy: 'Write a customer as {"name": "…"}.' }),
  'json-broken': (): Remark => ({ reason: 'is not valid JSON', remedy: 'Fix the record.' }),
  'json-list-left': ({ jq }: { readonly jq: string }, say: FindingVoice): Remark => ({
    reason: 'is another list in this file and is not imported',
    remedy: say.here(`jq -c '${jq}[]' FILE | renos-sync import -`, 'if it holds customers too'),
  }),
  'json-list': (): Remark => ({
    reason: 'is the list that is imported; the rest of the file is not',
    remedy: 'Check that these are the customers.',
  }),
  'sheet-chosen': (
    p: Beside & { readonly others: readonly string[]; readonly isMore: boolean; readonly count: number },
    say: FindingVoice,
  ): Remark => ({
    reason: `sheet ${p.name} is read; ${p.others.join(', ')}${p.isMore ? ' and more' : ''} ${p.count === 1 ? 'is' : 'are'} not`,
    remedy: `Nothing, or ${say.option('sheet', p.others[0] ?? '')} for another one.`,
  }),
  'sheet-hidden-cells': (p: Beside & { readonly rows: number; readonly columns: number }): Remark => {
    const counts = [
      ...(p.rows === 0 ? [] : [n(p.rows, 'hidden row', 'hidden rows')]),
      ...(p.columns === 0 ? [] : [n(p.columns, 'hidden column', 'hidden columns')]),
    ];
    return {
      reason: `sheet ${p.name} has ${counts.join(' and ')}: they are imported like the rest`,
      remedy: 'Delete what should not be imported; a filter only hides rows from view.',
    };
  },
  'archive-entry-read': ({ name, others }: Beside & { readonly others: number }, say: FindingVoice): Remark => ({
    reason: `${name} in the ZIP archive is read${others === 0 ? '' : `; ${n(others, 'other file', 'other files')} in it not`}`,
    remedy: `Nothing, or ${say.option('entry', 'NAME')} for another file of the archive.`,
  }),
  'vcard-broken': (): Remark => ({
    reason: 'is a contact that cannot be read',
    remedy: 'Export that contact again, or enter it by hand.',
  }),
  'vcard-group': (_: object, say: FindingVoice): Remark => ({
    reason: 'is a group of contacts, not a person',
    remedy: say.nothing('its members have contacts of their own'),
  }),
  'encoding-doubtful': (p: Encoded, say: FindingVoice): Remark => ({
    reason: `is read as windows-1252, but some letters look like those of ${whose[p.whose]}`,
    remedy: `If names look wrong, use ${say.option('encoding', p.encoding)}.`,
  }),
  'encoding-guessed': (p: Encoded, say: FindingVoice): Remark => ({
    reason: `is read as ${p.encoding}: its letters are those of ${whose[p.whose]}`,
    remedy: `Use ${say.option('encoding', p.encoding)} if names look right, and ${say.option('encoding', 'windows-1252')} if not.`,
  }),
};
