import type { OpenApiDocument } from './document.js';
import type { JsonSchema } from './json-schema.js';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}code,pre{font:14px/1.4 ui-monospace,monospace}pre{background:#f4f4f4;padding:.75rem;overflow:auto}details{border:1px solid #ccc;border-radius:6px;margin:.5rem 0;padding:.5rem .75rem}summary{cursor:pointer}th,td{text-align:left;vertical-align:top;padding:.1rem .75rem .1rem 0}';

/** A browser may only show the page with exactly this style. */
export const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** Shows the document as one HTML page without scripts, fonts or other external parts. */
export function renderPage({ info, paths }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => renderOperation(method, path, operation)),
  );
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${asHtml(info.title)}</title><style>${style}</style>`,
    `<h1>${asHtml(info.title)} ${asHtml(info.version)}</h1><p>${asHtml(info.description)}</p>`,
    '<p>Each request but <code>/health</code> shows the token: <code>Authorization: Bearer …</code>. The machines’ version of this page: <a href="/openapi.json">openapi.json</a>.</p>',
    ...operations,
    '</html>',
  ].join('\n');
}

function renderOperation(method: string, path: string, operation: JsonSchema): string {
  const { summary, parameters, requestBody, responses } = operation as {
    summary: string;
    parameters?: readonly { name: string; in: string; description?: string; schema: JsonSchema }[];
    requestBody?: JsonSchema;
    responses: Readonly<Record<string, { description: string }>>;
  };
  const rows = (parameters ?? []).map(
    (one) =>
      `<tr><td><code>${asHtml(one.name)}</code><td>${asHtml(one.in)}<td>${asHtml(one.description ?? '')}<td><code>${asHtml(JSON.stringify(one.schema))}</code></tr>`,
  );
  const statuses = Object.entries(responses).map(
    ([status, { description }]) => `<tr><td>${asHtml(status)}<td>${asHtml(description)}</tr>`,
  );
  return [
    `<details><summary><strong>${method.toUpperCase()}</strong> <code>${asHtml(path)}</code> ${asHtml(summary)}</summary>`,
    rows.length === 0 ? '' : `<h4>Parameters</h4><table>${rows.join('')}</table>`,
    requestBody === undefined ? '' : `<h4>Body</h4><pre>${asHtml(JSON.stringify(requestBody, null, 2))}</pre>`,
    `<h4>Answers</h4><table>${statuses.join('')}</table></details>`,
  ].join('\n');
}

function asHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
