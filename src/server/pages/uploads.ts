import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { temporaryFailure } from '../../app/explain-failure.js';
import type { ReadFile, ShownImport } from '../../reports/html/import-body.js';
import type { RunProgress } from '../runs/live-runs.js';
import type { Form } from './visit.js';

/** The plan of a file's import, with its progress. */
export interface Look {
  reading: ReadFile | null;
  progress: RunProgress | null;
  outcome: ShownImport | null;
  failure: unknown;
  /** Milliseconds since 1970; null while it is running. */
  endedAt: number | null;
  readonly done: Promise<void>;
  readonly end: () => void;
}

/** An uploaded file, and how to read it. */
export interface Upload {
  readonly name: string;
  readonly path: string;
  readonly createBookings: boolean;
  mapping: Readonly<Record<string, string>>;
  acceptRejects: boolean;
  acceptRenames: boolean;
  look: Look | null;
  /** Set once it is imported. */
  imported: { readonly runId: string | null; readonly done: Promise<ShownImport> } | null;
}

/** The most files that are kept; the oldest is deleted. */
const most = 20;

/** Uploaded files, each in a folder that only this user may read, while the server runs. */
export class Uploads {
  readonly #all = new Map<string, Upload>();

  constructor(ending: AbortSignal) {
    ending.addEventListener('abort', () => void this.#clear(0));
  }

  of(session: string): Upload | null {
    return this.#all.get(session) ?? null;
  }

  async keep(session: string, { name, bytes }: NonNullable<Form['file']>, createBookings: boolean): Promise<void> {
    // Letters and digits are safe in any path; the rest of the browser's name is dropped.
    const last = (name.split(/[/\\]/).at(-1) ?? '').replace(/[^\p{L}\p{N}_.-]+/gu, '_').replace(/^[.-]+/, '');
    const safe = last.replace(/^(.{50}).*?(\.\w{1,8})?$/u, '$1$2') || 'file';
    const folder = await mkdtemp(join(tmpdir(), 'renos-sync-upload-')).catch(temporaryFailure);
    const path = join(folder, safe);
    await writeFile(path, bytes, { mode: 0o600 }).catch(async (error) => {
      await rm(folder, { recursive: true, force: true });
      return temporaryFailure(error);
    });
    await this.#drop(session);
    const choices = { mapping: {}, acceptRejects: false, acceptRenames: false };
    this.#all.set(session, { name: safe, path, createBookings, ...choices, look: null, imported: null });
    await this.#clear(most);
  }

  async #clear(left: number): Promise<void> {
    for (const [session] of this.#all) if (this.#all.size > left) await this.#drop(session);
  }

  async #drop(session: string): Promise<void> {
    const old = this.#all.get(session);
    this.#all.delete(session);
    old?.look?.end();
    if (old !== undefined) await rm(join(old.path, '..'), { recursive: true, force: true });
  }
}

/** The file of rejected rows, under its own name; null if there is none. */
export async function readRejects(upload: Upload | null) {
  const file = (await upload?.imported?.done.catch(() => null))?.result.rejectsFile ?? null;
  return file === null ? null : { name: basename(file), bytes: new Uint8Array(await readFile(file)) };
}
