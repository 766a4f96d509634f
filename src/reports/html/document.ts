import { createHash } from 'node:crypto';
import { type Page, wordsOn } from '../page.js';
import { type Html, html, type Part, sourceOf } from './markup.js';
import { styles } from './styles.js';

/** The source by which a policy allows a text in the page: a style or a script of ours. */
export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** A browser may only show the file with its own styles: it loads nothing, runs nothing and sends nothing. */
export const filePolicy = `default-src 'none'; style-src ${hashSource(styles)}; base-uri 'none'; form-action 'none'`;

interface Document {
  readonly title: string;
  readonly page: Page;
  readonly body: Part;
  /** Above the title, such as links to the other pages. */
  readonly header?: Part;
  readonly footer?: Part;
  /** More elements for the head. */
  readonly head?: Html;
  /** Needed if no server sends it in a header. */
  readonly policy?: string;
}

/** A whole page: styles inside, nothing loaded from outside. */
export function renderDocument({ title, page, body, header, footer, head, policy }: Document): string {
  const { pages } = wordsOn(page);
  const start = html`<!doctype html>
<!-- renos-sync -->
<html lang="${page.language}">
<head>
<meta charset="utf-8">
${policy !== undefined && html`<meta http-equiv="Content-Security-Policy" content="${policy}">\n`}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
`;
  const rest = html`${head}</head>
<body>
<a class="skip" href="#content">${pages.skip}</a>
${header !== undefined && html`<header>${header}</header>\n`}<main id="content" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
${footer !== undefined && html`<footer><p>${footer}</p></footer>\n`}</body>
</html>
`;
  return `${sourceOf(start)}<style>${styles}</style>\n${sourceOf(rest)}`;
}
