import { describeRoutes } from '../openapi/document.js';
import { pagePolicy, renderPage } from '../openapi/page.js';
import type { ServerSettings } from '../server-settings.js';
import { type Route, route } from './route.js';

/** The routes as a document, and as a page; both describe these two as well. */
export function documentRoutes(routes: readonly Route[], { version, token }: ServerSettings): readonly Route[] {
  const own = [
    route({
      method: 'GET',
      path: '/openapi.json',
      group: 'Server',
      summary: 'This document',
      answers: { kind: 'text', type: 'application/json', description: 'OpenAPI 3.1.' },
      handle: async (c) => c.json(document),
    }),
    route({
      method: 'GET',
      path: '/docs',
      group: 'Server',
      summary: 'This document, for people',
      answers: { kind: 'text', type: 'text/html', description: 'A page without scripts.' },
      handle: async (c) => c.html(page, 200, { 'Content-Security-Policy': pagePolicy }),
    }),
  ];
  const document = describeRoutes([...routes, ...own], { version, isOpen: token === null });
  const page = renderPage(document);
  return own;
}
