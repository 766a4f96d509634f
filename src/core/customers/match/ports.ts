import type { RunPorts } from '../../ports.js';
import type { Finding } from '../../results/import-result.js';
import type { Analysis } from '../columns/analyze-file.js';
import type { CustomerSource, RejectsWriter } from '../model/source.js';
import type { ImportStore } from './import-store.js';
import type { ReplacedValue } from './replaced.js';

/** How a file's columns are mapped, with some of their values. */
export type FileReading = Pick<Analysis, 'mapping' | 'findings' | 'samples'>;

/** Everything outside the process that an import uses. */
export interface ImportPorts extends RunPorts {
  readonly source: CustomerSource;
  readonly store: ImportStore;
  /** null: rejected rows are only counted. */
  readonly rejects: RejectsWriter | null;
  /** Shows the columns before anything is written; throws if the user says no. */
  readonly review?: (reading: FileReading) => Promise<void>;
  /** Called with each value that replaces another, once it is decided. */
  readonly onReplaced?: (value: ReplacedValue) => void;
  /** Why a row is rejected, in the language of the rejects file. */
  readonly tellReason: (finding: Pick<Finding, 'column' | 'reason' | 'remedy' | 'sentence'>) => string;
  /** The program's version: another one may read a row differently. */
  readonly version: string;
}
