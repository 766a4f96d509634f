import type { RunPorts } from '../../ports.js';
import type { Analysis } from '../columns/analyze-file.js';
import type { ToldReason } from '../model/finding.js';
import type { CustomerSource, RejectsWriter } from '../model/source.js';
import type { ImportStore } from './import-store.js';
import type { ReplacedValue } from './replaced.js';

/** How a file's columns are understood, with some of their values. */
export type FileReading = Pick<Analysis, 'mapping' | 'findings' | 'samples'>;

/** What importing asks of the world. */
export interface ImportPorts extends RunPorts {
  readonly source: CustomerSource;
  readonly store: ImportStore;
  /** null: rejected rows are only counted. */
  readonly rejects: RejectsWriter | null;
  /** Shows how the file is read before anything is written; throws where the person says no. */
  readonly review?: (reading: FileReading) => Promise<void>;
  /** Told each value that is put in place of another, once it is decided. */
  readonly onReplaced?: (value: ReplacedValue) => void;
  /** Why a row is rejected, in the language of the person who gets the rejects. */
  readonly tellReason: (finding: ToldReason) => string;
  /** The program's: another version may understand a row differently. */
  readonly version: string;
}
