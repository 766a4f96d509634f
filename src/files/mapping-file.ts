import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { mappingSchema } from '../core/customers/columns/file-words.js';
import { columnTargets } from '../core/customers/columns/header-words.js';
import type { MappingChoice } from '../core/customers/columns/map-headers.js';
import { InputFileError, saying } from '../core/errors.js';

/** Reads a mapping that `--print-mapping` wrote: {"header": "target"}. Throws InputFileError with every wrong entry. */
export async function readMappingFile(path: string): Promise<MappingChoice> {
  let content: unknown;
  try {
    content = JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const id = error instanceof SyntaxError ? 'not-json' : code === 'ENOENT' ? 'absent' : 'refused';
    throw new InputFileError(saying(`mapping-file/${id}`, { path, code: code ?? '' }), { cause: error });
  }
  const parsed = v.safeParse(mappingSchema, content);
  if (parsed.success) return parsed.output;
  const places = parsed.issues.map((issue) => String(issue.path?.[0]?.key ?? ''));
  throw new InputFileError(saying('mapping-file/targets', { path, places, targets: columnTargets }));
}
