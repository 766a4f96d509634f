import type { InferInput } from 'valibot';
import { expectTypeOf, test } from 'vitest';
import type { SyncResult } from '../../src/core/calendar/apply/sync-result.js';
import type { SyncStatus } from '../../src/core/calendar/status/sync-status.js';
import type { CustomerStatistics } from '../../src/core/customers/match/ports.js';
import type { ImportAndSyncResult } from '../../src/core/import-and-sync.js';
import type { importData, statisticsData, statusData, syncData } from '../../src/server/schemas/answers.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends object | null ? Mutable<T[Key]> : T[Key] };

test('what core gives is what the document describes: a field of another type does not compile', () => {
  expectTypeOf<Mutable<SyncResult>>().toExtend<InferInput<typeof syncData>>();
  expectTypeOf<Mutable<SyncStatus>>().toExtend<InferInput<typeof statusData>>();
  expectTypeOf<Mutable<ImportAndSyncResult>>().toExtend<InferInput<typeof importData>>();
  expectTypeOf<CustomerStatistics>().toExtend<InferInput<typeof statisticsData>>();
});
