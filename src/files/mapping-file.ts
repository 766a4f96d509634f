import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { mappingSchema } from '../core/customers/columns/file-words.js';
import { columnTargets } from '../core/customers/columns/header-words.js';
import type { MappingChoice } from '../core/customers/columns/map-headers.js';
import { InputFileError } from '../core/errors.js';

/** Reads a mapping that `--print-mapping` wrote: {"header": "target"}. Throws InputFileError with every wrong entry. */
export async function readMappingFile(path: string): Promise<MappingChoice> {
  let content: unknown;
  try {
    content = JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT' ? 'does not exist' : error instanceof SyntaxError ? 'is not JSON' : `cannot be read (${code})`;
    throw wrong(`The mapping file ${path} ${reason}.`, error);
  }
  const parsed = v.safeParse(mappingSchema, content);
  if (parsed.success) return parsed.output;
  const places = parsed.issues.map((issue) => `"${String(issue.path?.[0]?.key ?? '')}"`);
  throw wrong(
    `The mapping file ${path} has wrong targets for ${places.join(', ')}. A target is one of: ${columnTargets.join(', ')}.`,
    null,
  );
}

function wrong(message: string, cause: unknown): InputFileError {
  return new InputFileError('mapping-file', message, {
    ...(cause === null ? {} : { cause }),
    actions: ['renos-sync import-csv FILE --print-mapping > mapping.json'],
  });
}
