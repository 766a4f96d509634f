import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ImportAndSyncResult } from '../../core/results/import-result.js';
import type { Upload as File } from './visit.js';

/** A file that somebody sent, and how it is to be read. */
export interface Upload {
  /** Letters that are safe in any path and header; what the browser called it otherwise is forgotten. */
  readonly name: string;
  readonly path: string;
  readonly createBookings: boolean;
  mapping: Readonly<Record<string, string>>;
  acceptRejects: boolean;
  acceptRenames: boolean;
  /** Once it was imported. */
  result: ImportAndSyncResult | null;
  /** The file of rejected rows, by its own name; null where there is none. */
  readRejects(): Promise<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } | null>;
}

/** One at a time and person; of more the oldest goes. */
const most = 20;

/** Files that were sent, each in a folder that only this user may read, as long as the server runs. */
export class Uploads {
  readonly #all = new Map<string, Upload & { readonly folder: string }>();

  constructor(ending: AbortSignal) {
    ending.addEventListener('abort', () => void this.#clear(0));
  }

  of(session: string): Upload | null {
    return this.#all.get(session) ?? null;
  }

  async keep(session: string, { name, bytes }: File, createBookings: boolean): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'renos-sync-upload-'));
    const safe = safeName(name);
    const path = join(folder, safe);
    await writeFile(path, bytes, { mode: 0o600 });
    const upload: Upload & { readonly folder: string } = {
      folder,
      name: safe,
      path,
      createBookings,
      mapping: {},
      acceptRejects: false,
      acceptRenames: false,
      result: null,
      readRejects: async () => {
        const file = upload.result?.rejectsFile ?? null;
        return file === null ? null : { name: basename(file), bytes: new Uint8Array(await readFile(file)) };
      },
    };
    await this.#drop(session);
    this.#all.set(session, upload);
    await this.#clear(most);
  }

  async #clear(left: number): Promise<void> {
    for (const [session] of this.#all) if (this.#all.size > left) await this.#drop(session);
  }

  async #drop(session: string): Promise<void> {
    const old = this.#all.get(session);
    this.#all.delete(session);
    if (old !== undefined) await rm(old.folder, { recursive: true, force: true });
  }
}

function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return (
    last
      .replace(/[^\w.-]+/g, '_')
      .replace(/^[.-]+/, '')
      .slice(-80) || 'file'
  );
}
