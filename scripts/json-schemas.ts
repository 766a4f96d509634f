import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { optionDocuments } from '../src/core/options/other-requests.js';
import { failedDocument, fileDocuments, resultDocuments } from '../src/core/results/documents.js';
import { toJsonSchema as requestSchema } from '../src/server/openapi/json-schema.js';

const config = { target: 'draft-2020-12', typeMode: 'input' } as const;

/** file → text of the schema of each command's document: its result, or why there is none. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  const files = Object.entries(resultDocuments).map(([name, result]) => {
    const document: JsonSchema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://unpkg.com/renos-sync/schemas/${name}.json`,
      title: `What renos-sync ${name.replace('conflicts-', 'conflicts ')} --json prints`,
      anyOf: [bare(toJsonSchema(result, config)), bare(toJsonSchema(failedDocument, config))],
    };
    return [`${name}.json`, `${folded(JSON.stringify(document, null, 2))}\n`] as const;
  });
  const written = Object.entries(fileDocuments).map(([name, schema]) => {
    const document: JsonSchema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://unpkg.com/renos-sync/schemas/${name}.json`,
      title: `A ${name} that renos-sync saves`,
      ...bare(toJsonSchema(schema, config)),
    };
    return [`${name}.json`, `${folded(JSON.stringify(document, null, 2))}\n`] as const;
  });
  return new Map([...files, ...written, ['options.json', optionsDocument()]]);
}

/** What each verb may be asked, as HTTP and the library take it. */
function optionsDocument(): string {
  const verbs = Object.entries(optionDocuments).map(([verb, entries]) => {
    const options = Object.entries(entries).map(([name, entry]) => [name, requestSchema(entry)]);
    return [verb, { type: 'object', properties: Object.fromEntries(options), additionalProperties: false }];
  });
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://unpkg.com/renos-sync/schemas/options.json',
    title: 'What may be asked of each verb, as HTTP and the library take it',
    $defs: Object.fromEntries(verbs),
  };
  return `${folded(JSON.stringify(document, null, 2))}\n`;
}

function bare({ $schema: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** Short lists of words on one line, as the formatter wants them. */
function folded(json: string): string {
  return json.replace(
    /^(.*)\[\n\s*((?:(?:"[^"]*"|\{\}),?\s*)+)\](,?)$/gm,
    (lines: string, before: string, words: string, after: string) => {
      const line = `${before}[${words.trim().replace(/,\s+/g, ', ')}]${after}`;
      return line.length <= 120 ? line : lines;
    },
  );
}
