import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createGzip } from 'node:zlib';
import { compareFound, findAll } from '../core/customers/redact/compare-findings.js';
import { makeRedactor } from '../core/customers/redact/redactor.js';
import { InputFileError, saying } from '../core/errors.js';
import type { ImportOptions } from '../core/options/import-options.js';
import type { RedactResult } from '../core/results/import-result.js';
import { openSource } from '../files/bytes/open-source.js';
import type { SourceOptions } from '../files/source-options.js';
import { writeWhole } from '../files/write-whole.js';
import type { Services } from './services.js';

interface AskedRedaction {
  readonly file: string;
  readonly output: string;
  /** null: a new one. */
  readonly seed: string | null;
  readonly replace: boolean;
  readonly reading: SourceOptions;
  readonly options: ImportOptions;
}

/** Writes a file of the same shape without personal data, and checks that reading finds the same in both. */
export async function runRedact(services: Services, asked: AskedRedaction): Promise<RedactResult> {
  const { clock, progress, signal } = services;
  const ports = { clock, progress, signal };
  const { file, output, reading, options } = asked;
  await refuseSame(file, output);
  const source = await openSource(file, reading);
  try {
    const before = await findAll({ ...ports, source }, options);
    const redactor = await makeRedactor(source, options, asked.seed ?? randomBytes(16).toString('hex'));
    const bytes = source.redacted(redactor);
    await writeWhole(output, output.endsWith('.gz') ? packed(bytes) : bytes, asked.replace);
    // The copy of an archive's file is a file by itself.
    const again = await openSource(output, { ...reading, entry: null });
    try {
      const differences = compareFound(before, await findAll({ ...ports, source: again }, options));
      return { success: differences.length === 0, file: output, differences };
    } finally {
      await again.close();
    }
  } finally {
    await source.close();
  }
}

async function refuseSame(file: string, output: string): Promise<void> {
  const [one, other] = await Promise.all([file, output].map((path) => realpath(path).catch(() => null)));
  if (one === null || one !== other) return;
  throw new InputFileError(saying('redact-same-file', {}));
}

async function* packed(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const { Readable } = await import('node:stream');
  yield* Readable.from(bytes, { objectMode: false }).pipe(createGzip()) as AsyncIterable<Uint8Array>;
}
