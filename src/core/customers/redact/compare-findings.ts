import { RenosSyncError } from '../../errors.js';
import type { ImportOptions } from '../../options/import-options.js';
import type { RedactResult } from '../../results/import-result.js';
import { type CheckPorts, checkFile } from '../import/check-file.js';

/** The findings of a file in comparable form: without any text of it. */
type FoundInFile = readonly string[];

/**
 * Checks a file as `validate` does, and again with its bookings unless the options include them; a file that cannot be
 * read is represented by its error's code.
 */
export async function findAll(ports: CheckPorts, options: ImportOptions): Promise<FoundInFile> {
  const found = await findWith(ports, options);
  return options.createBookings ? found : [...found, ...(await findWith(ports, { ...options, createBookings: true }))];
}

async function findWith(ports: CheckPorts, options: ImportOptions): Promise<FoundInFile> {
  try {
    const { findings, findingGroups } = await checkFile(ports, options);
    const counts = findingGroups.map(({ code, column, count }) => `${code}\0\0${column ?? ''}\0${count}`);
    return [...findings.map(({ code, line, column }) => `${code}\0${line ?? ''}\0${column ?? ''}`), ...counts].sort();
  } catch (error) {
    if (error instanceof RenosSyncError) return [`${error.code}\0\0`];
    throw error;
  }
}

/** The findings that only one of two files has. */
export function compareFound(one: FoundInFile, other: FoundInFile): RedactResult['differences'] {
  const left = new Map<string, number>();
  for (const found of one) left.set(found, (left.get(found) ?? 0) + 1);
  for (const found of other) left.set(found, (left.get(found) ?? 0) - 1);
  return [...left]
    .filter(([, count]) => count !== 0)
    .map(([found]) => {
      const [code = '', line = '', column = ''] = found.split('\0');
      return { code, line: line === '' ? null : Number(line), column: column === '' ? null : column };
    });
}
