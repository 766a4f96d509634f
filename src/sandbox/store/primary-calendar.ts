import type { AccessRole } from './access-role.js';
import type { CalendarInfo } from './calendar-info.js';
import type { SandboxStore } from './sandbox-store.js';

/** The owner's primary calendar with the options' settings; undefined if the store already has it. */
export function primaryCalendar(
  store: SandboxStore,
  options: { readonly calendarTimeZone?: string; readonly accessRole?: AccessRole },
): CalendarInfo | undefined {
  const known = store.calendars.get(store.owner)?.info;
  const timeZone = options.calendarTimeZone ?? known?.timeZone ?? 'Europe/Copenhagen';
  const accessRole = options.accessRole ?? 'owner';
  if (known?.timeZone === timeZone && known.accessRole === accessRole) return undefined;
  const { owner } = store;
  return {
    id: owner,
    summary: owner,
    primary: true,
    ...(owner !== store.mainOwner && { account: owner }),
    entry: { selected: true, defaultReminders: [{ method: 'popup', minutes: 30 }] },
    unlisted: false,
    acl: [{ id: `user:${owner}`, role: 'owner', scope: { type: 'user', value: owner } }],
    ...known,
    timeZone,
    accessRole,
    seq: store.nextSeq(),
  };
}
