import { createHash } from 'node:crypto';
import type { ImportOptions } from '../../options/import-options.js';
import type { Analysis } from '../columns/analyze-file.js';
import type { SourceRow } from '../model/source.js';
import { Numbers } from '../values/numbers.js';
import { cross, type Fingerprint, fingerprintOfCells } from './fingerprint.js';
import type { ImportStaging } from './import-store.js';
import type { FingerprintedRow } from './staged-row.js';
import { WrittenRows } from './written-rows.js';

/*
 * A file that is imported again mostly has the same values. If a row created a customer without a finding, a
 * fingerprint of its cells is stored with the customer. While the customer is unchanged since then, equal cells have
 * nothing new and need not be parsed again.
 */

/**
 * Fingerprint of the settings by which rows are read: equal cells mean the same only with equal settings, and in the
 * same version of the program.
 */
export function fingerprintOfReading(
  version: string,
  { mapping, formats, nullWords }: Analysis,
  options: ImportOptions,
): Fingerprint {
  const { country, timeZone, validateEmail } = options;
  const columns = mapping.map(({ header, target, group, index }) => [header, target, group, formats.get(index)]);
  const hash = createHash('sha256')
    .update(JSON.stringify([version, country, timeZone, validateEmail, columns, [...nullWords].sort()]))
    .digest();
  return { upper: hash.readInt32BE(0), lower: hash.readInt32BE(4) };
}

const width = 3;

/** Keeps 12 bytes of each row of a file. */
export class SourceFingerprints {
  readonly #prints = new Numbers(1024 * width);

  note(rows: readonly SourceRow[]): void {
    for (const { seq, cells, problem, doubt } of rows) {
      // A doubtful row needs a finding at every run, whatever its cells are.
      if (problem !== null || doubt) continue;
      const { upper, lower } = fingerprintOfCells(cells);
      this.#prints.push(seq);
      this.#prints.push(upper);
      this.#prints.push(lower);
    }
  }

  /** The fingerprints of the rows below the headers, combined with the settings. */
  *pages(how: Fingerprint, headerSeq: number | null): Iterable<readonly FingerprintedRow[]> {
    const prints = this.#prints.all();
    let page: FingerprintedRow[] = [];
    for (let at = 0; at < prints.length; at += width) {
      const seq = prints[at] as number;
      if (headerSeq !== null && seq <= headerSeq) continue;
      page.push({ seq, print: cross({ upper: prints[at + 1] as number, lower: prints[at + 2] as number }, how) });
      if (page.length < pageSize) continue;
      yield page;
      page = [];
    }
    yield page;
  }
}

/** Rows at a time. */
const pageSize = 1_000;

/** Finds the rows whose customers are unchanged since those very rows. */
export async function findByFingerprint(
  staging: ImportStaging,
  prints: SourceFingerprints,
  { analysis, how }: { readonly analysis: Analysis; readonly how: Fingerprint },
): Promise<WrittenRows> {
  const found = new WrittenRows(analysis.lastSeq + 1);
  const pages = prints.pages(how, analysis.headerSeq);
  for await (const seqs of staging.findUnchanged({ kind: 'fingerprinted', pages }))
    for (const seq of seqs) found.add(seq);
  return found;
}
