import { ConfigurationError, saying } from '../../errors.js';
import type { PairQuery, SyncStore } from '../model/sync-store.js';

/**
 * Reads the data stored under a calendar's previous name as if it had the new one; writes nothing. Throws
 * ConfigurationError (exit 2) if nothing is stored under the previous name, or something is stored under the new one.
 */
export async function renamedStore(store: SyncStore, from: string, to: string): Promise<SyncStore> {
  const { progress: known } = await store.readMemory([from, to]);
  if (!known.has(from) || known.has(to)) throw cannotRename(from, to, known);
  const back = (id: string) => (id === to ? from : id);
  const ahead = (id: string) => (id === from ? to : id);
  const renamed = <Item extends { readonly calendarId: string }>(item: Item): Item => ({
    ...item,
    calendarId: ahead(item.calendarId),
  });
  const byNewName = <Value>(values: ReadonlyMap<string, Value>) =>
    new Map([...values].map(([id, value]) => [ahead(id), value]));
  const query = ({ calendarIds, events, series, all }: PairQuery): PairQuery => ({
    calendarIds: calendarIds.map(back),
    events: events.map((key) => ({ ...key, calendarId: back(key.calendarId) })),
    series: series.map((key) => ({ ...key, calendarId: back(key.calendarId) })),
    all,
  });
  return {
    ...store,
    readMemory: async (ids) => {
      const { progress, keeping, elsewhere } = await store.readMemory(ids.map(back));
      const mine = [...progress.values()].map(renamed);
      return {
        progress: new Map(mine.map((one) => [one.calendarId, one])),
        keeping: { ...keeping, kept: byNewName(keeping.kept) },
        elsewhere,
      };
    },
    findPairs: async (asked) =>
      (await store.findPairs(query(asked))).map(({ link, booking }) => ({ link: renamed(link), booking })),
    areAllRewritten: (ids) => store.areAllRewritten(ids.map(back)),
    wereLinkedLast: (ids, bookingIds) => store.wereLinkedLast(ids.map(back), bookingIds),
    countOpenLinks: async (ids) => byNewName(await store.countOpenLinks(ids.map(back))),
    countLinkedEvents: async (ids) => byNewName(await store.countLinkedEvents(ids.map(back))),
    findHomes: async (ids) => new Map([...(await store.findHomes(ids))].map(([id, homes]) => [id, homes.map(renamed)])),
    findFailures: async (ids) => (await store.findFailures(ids.map(back))).map(renamed),
  };
}

function cannotRename(from: string, to: string, known: ReadonlyMap<string, unknown>): ConfigurationError {
  const kind = known.has(to) ? 'calendar-not-renamed/synced' : 'calendar-not-renamed/unknown';
  return new ConfigurationError(saying(kind, { from, to }));
}
