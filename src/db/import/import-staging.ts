import { and, desc, eq, gte, ne, sql } from 'drizzle-orm';
import type { ImportStore } from '../../core/customers/match/import-store.js';
import type { StagedPage } from '../../core/customers/match/staged-row.js';
import { CopyRows } from '../client/copy-rows.js';
import { type Copy, type Database, type Orm, onlyRow } from '../client/database.js';
import { imports } from '../schema/imports.js';
import { copyRepeats, copyRows, writeRepeats, writeRows } from './staged-rows.js';

const tables = [
  'import_written',
  'import_prints',
  'import_plan',
  'import_groups',
  'import_pairs',
  'import_near',
  'import_hits',
  'import_repeats',
  'import_rows',
].map((name) => `renos_sync.${name}`);

/** The common data of an import. */
export interface Import extends Pick<ImportStore, 'textLimits'> {
  readonly database: Database;
  readonly importId: number;
  /** Whether RenOS has no customers now. */
  readonly isEmpty: () => Promise<boolean>;
}

/** The staged rows, counted by the kind of decision that they need. */
export interface StagedCounts {
  /** Rows that need a customer. */
  open: number;
  rejected: number;
  /** Rows that equal the row before them. */
  equal: number;
  /** Unchanged rows, which are not staged. */
  unstaged: number;
}

/** The number of staged rows of an import. */
export const staged = ({ open, rejected, equal }: StagedCounts) => open + rejected + equal;

interface Unfinished {
  readonly importId: number;
  readonly runId: string;
  readonly state: unknown;
  readonly mergedBefore: number;
}

/** Finds an import that was killed, unless its staged rows are gone. */
export async function findUnfinished(orm: Orm, fingerprint: string, since: Date): Promise<Unfinished | null> {
  const { id: importId, runId, state, mergedBefore } = imports;
  const [found] = await orm
    .select({ importId, runId: sql<string>`${runId}`, state, mergedBefore })
    .from(imports)
    .where(
      and(
        ...[eq(imports.fingerprint, fingerprint), eq(imports.stage, 'merging'), gte(imports.at, since)],
        sql`${imports.rows} = (select count(*) from renos_sync.import_rows r where r.import_id = ${importId})`,
      ),
    )
    .orderBy(desc(importId))
    .limit(1);
  return found ?? null;
}

/** A dry run keeps the rows of an import that was killed: it can still be continued. */
export async function begin(
  orm: Orm,
  { fingerprint, at, dryRun }: { readonly fingerprint: string; readonly at: Date; readonly dryRun: boolean },
): Promise<number> {
  if ((await orm.$count(imports)) > 0) {
    await orm.delete(imports).where(dryRun ? ne(imports.stage, 'merging') : undefined);
    await forget(orm);
  }
  const { id } = imports;
  return onlyRow(await orm.insert(imports).values({ fingerprint, stage: 'staging', at }).returning({ id })).id;
}

export async function end(orm: Orm, importId: number): Promise<void> {
  await orm.delete(imports).where(eq(imports.id, importId));
  await forget(orm);
}

/** Empties the tables, or deletes rows that belong to no import. */
async function forget(orm: Orm): Promise<void> {
  if ((await orm.$count(imports)) === 0) await orm.execute(sql.raw(`truncate ${tables.join(', ')}`));
  else
    for (const table of tables)
      await orm.execute(sql`delete from ${sql.raw(table)} where import_id not in (select id from renos_sync.imports)`);
}

/** Stages all rows with one COPY, and the repeats in them with another. */
export async function stage({ copyIn }: Database, importId: number, pages: AsyncIterable<StagedPage>): Promise<void> {
  const copies: Copy[] = [];
  const bytes = new CopyRows();
  try {
    const rowsIn = await copyIn(copyRows);
    copies.push(rowsIn);
    const repeatsIn = await copyIn(copyRepeats);
    copies.push(repeatsIn);
    for await (const { rows, repeats } of pages) {
      writeRows(importId, rows, bytes);
      await rowsIn.write(bytes.take());
      if (repeats.keys.length + repeats.blocks.length === 0) continue;
      writeRepeats(importId, repeats, bytes);
      await repeatsIn.write(bytes.take());
    }
    await Promise.all(copies.map((copy) => copy.end()));
    copies.length = 0;
  } finally {
    for (const copy of copies) await copy.abort();
  }
}
