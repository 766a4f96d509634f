import { expect, test } from 'vitest';
import {
  badge,
  beforeAndAfter,
  command,
  counts,
  details,
  facts,
  firstOf,
  notice,
  said,
  section,
  table,
} from '../../../src/reports/html/components.js';
import { html, sourceOf } from '../../../src/reports/html/markup.js';
import { plainPage } from '../../../src/reports/page.js';

const attack = '<img src=x onerror=alert(1)>';

test.each([
  ['a badge', badge('good', attack)],
  ['a notice', notice('bad', attack)],
  ['counts', counts([[attack], [[attack]]])],
  ['a fact', facts([[attack, attack]])],
  ['a section', section(attack, attack)],
  ['details', details(attack, attack, { open: true })],
  ['a command', command(attack)],
  ['a table', table([attack], [[attack]])],
  ['a change', beforeAndAfter(said(attack, plainPage), said(null, plainPage), plainPage)],
  ['a value', said({ text: attack }, plainPage)],
])('%s shows markup in its texts as text', (_, markup) => {
  const source = sourceOf(markup);
  expect(source).not.toContain('<img');
  expect(source).toContain('&lt;img src=x onerror=alert(1)&gt;');
});

test('a badge says by a sign what it says by its colour', () => {
  expect(sourceOf(badge('bad', 'failed'))).toContain('✕');
});

test('of many items a page shows the first, by number and by size, and at least one', () => {
  const show = (item: string) => html`<p>${item}</p>`;
  const many = Array.from({ length: 1_000 }, (_, at) => `item ${at}`);
  expect(firstOf(many, { most: 20, room: 1_000_000, show }).shown).toHaveLength(20);
  expect(firstOf(many, { most: 1_000, room: 130, show })).toMatchObject({ rest: 990 });
  expect(firstOf(['x'.repeat(500)], { most: 5, room: 100, show })).toMatchObject({ rest: 0 });
});
