import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { failedDocument, fileDocuments, resultDocuments } from '../src/core/results/documents.js';

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
  return new Map([...files, ...written]);
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
