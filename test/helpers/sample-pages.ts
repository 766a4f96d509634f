import type { Language } from '../../src/messages/language.js';
import {
  badge,
  beforeAndAfter,
  command,
  details,
  facts,
  notice,
  said,
  section,
  table,
  tiles,
} from '../../src/reports/html/components.js';
import { filePolicy, renderDocument } from '../../src/reports/html/document.js';
import { html } from '../../src/reports/html/markup.js';
import { type Page, plainPage } from '../../src/reports/page.js';

/** Each page of the command line by its name, with invented data. */
export function samplePages(language: Language): Readonly<Record<string, string>> {
  const page = { ...plainPage, language };
  return { components: components(page) };
}

/** What pages are built from, with what may be hard to show. */
function components(page: Page): string {
  const tones = ['good', 'info', 'warn', 'bad', 'quiet'] as const;
  const long = 'Nøglen ligger under måtten. '.repeat(40);
  const unbroken = 'a'.repeat(300);
  const body = [
    tones.map((tone) => notice(tone, html`<p>${tone}: <a href="#content">link</a></p>`)),
    tiles(tones.map((tone, at) => ({ label: tone, value: String(at * 1_234), tone }))),
    section('Table', [
      table(
        [{ text: 'Name' }, { text: 'Count', align: 'right' }, { text: 'Notes' }],
        [
          [said('Æblegård & Søn', page), 12, beforeAndAfter(said('Hovedgaden 1', page), said(long, page), page)],
          [said(unbroken, page), 3, said('عقد 123 (abc)', page)],
          [said(null, page), '', tones.map((tone) => [badge(tone, tone), ' '])],
        ],
        'A caption',
      ),
      facts([
        ['Encoding', 'utf-8'],
        ['Delimiter', said(unbroken, page)],
      ]),
    ]),
    section('More', details('Closed', command(`renos-sync history ${unbroken}`))),
    section('Open', details('Open', html`<p>${long}</p>`, { open: true })),
  ];
  return renderDocument({ title: 'Components', page, body, footer: html`<p>Made today</p>`, policy: filePolicy });
}
