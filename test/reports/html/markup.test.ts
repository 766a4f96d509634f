import { describe, expect, test } from 'vitest';
import { said } from '../../../src/reports/html/components.js';
import { filePolicy, hashSource, renderDocument } from '../../../src/reports/html/document.js';
import { html, ownPath, sourceOf } from '../../../src/reports/html/markup.js';
import { styles } from '../../../src/reports/html/styles.js';
import { plainPage } from '../../../src/reports/page.js';

const attack = `<script>alert("1")</script>' & "`;

describe('text in a template', () => {
  test('is escaped between tags, in an attribute, and in a list', () => {
    const escaped = '&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&#39; &amp; &#34;';
    expect(sourceOf(html`<p title="${attack}">${attack}${[attack, 1]}</p>`)).toBe(
      `<p title="${escaped}">${escaped}${escaped}1</p>`,
    );
  });

  test('leaves markup of its own alone, and says nothing for what is not there', () => {
    expect(sourceOf(html`<p>${html`<b>${'<'}</b>`}${null}${false}${undefined}</p>`)).toBe('<p><b>&lt;</b></p>');
  });

  test.each([
    ['a script address', () => html`<a href="${'javascript:alert(1)'}">x</a>`],
    ['an attribute without quotes', () => html`<a title=${'x'}>x</a>`],
    ['an attribute in single quotes', () => html`<a title='${'x'}'>x</a>`],
    ['an attribute as a whole', () => html`<a ${'onclick=alert(1)'}>x</a>`],
    ['the name of a tag', () => html`<${'script'}>x`],
    ['a handler of an event', () => html`<a onclick="go(${'1'})">x</a>`],
    ['a style', () => html`<a style="width:${'1'}">x</a>`],
    ['an address of another host', () => ownPath('//example.com/')],
    ['an address with a backslash', () => ownPath('/\\example.com')],
    ['an address with a scheme', () => ownPath('javascript:alert(1)')],
  ])('cannot be %s', (_, build) => {
    expect(build).toThrow();
  });

  test('is encoded in an address, so that it cannot leave its place there', () => {
    expect(sourceOf(html`<a href="/runs/${'../?a=1&b=\ud800'}">x</a>`)).toBe(
      '<a href="/runs/..%2F%3Fa%3D1%26b%3D%EF%BF%BD">x</a>',
    );
    expect(sourceOf(html`<a href="${ownPath('/runs?page=2&size=3')}">x</a>`)).toBe(
      '<a href="/runs?page=2&amp;size=3">x</a>',
    );
  });

  test.each([
    ['\u202egnp.exe', '⟦U+202E⟧gnp.exe'],
    ['a\u0000b\u001b[31m\u007f', 'a␀b␛[31m␡'],
    ['a\u2066b\u200bc\ufeff', 'a⟦U+2066⟧b⟦U+200B⟧c⟦U+FEFF⟧'],
    ['\ud800x\u{e0041}', '⟦U+D800⟧x⟦U+E0041⟧'],
    ['👨‍👩‍👧 Æ\r\nb\tc', '👨‍👩‍👧 Æ\nb\tc'],
  ])('shows what is not seen: %j', (text, shown) => {
    expect(sourceOf(html`<p>${text}</p>`)).toBe(`<p>${shown}</p>`);
  });
});

test('a text of a megabyte is cut, and says how much of it there was', () => {
  const source = sourceOf(said('x'.repeat(1_000_000), plainPage));
  expect(source.length).toBeLessThan(5_000);
  expect(source).toContain('show all 1000000 characters');
  expect(source).toContain('… and 996000 more characters');
  expect(sourceOf(html`${'x'.repeat(1_000_000)}`).length).toBeLessThan(5_000);
});

test('a page names its own styles by their hash, and nothing else may be loaded', () => {
  const policy = filePolicy;
  expect(policy).toContain(`default-src 'none'; style-src ${hashSource(styles)};`);
  const page = renderDocument({
    title: '</title><b>',
    page: { ...plainPage, language: 'da' },
    body: html`<p>x</p>`,
    policy,
  });
  expect(page).toContain('<title>&lt;/title&gt;&lt;b&gt;</title>');
  expect(page).toContain('<html lang="da">');
  expect(page).toContain(`content="${policy.replaceAll("'", '&#39;')}"`);
  expect(page.match(/<style>(.*)<\/style>/s)?.[1]).toBe(styles);
  expect(page).not.toMatch(/(?:src|href)="(?!#)/);
});
