import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';

/** What a user may do in a calendar, weakest first; the source is Calendar API v3, Acl resource, `role`. */
export const accessRoles = ['freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner'] as const;

/** One of Google's access roles. */
export type AccessRole = (typeof accessRoles)[number];

/** A calendar apart from its events: its own fields, the user's list entry and its access rules. */
export interface CalendarInfo {
  readonly id: string;
  /** The change number of the last change of these fields. */
  readonly seq: number;
  readonly summary: string;
  readonly description?: string;
  readonly location?: string;
  readonly timeZone: string;
  readonly primary: boolean;
  readonly accessRole: AccessRole;
  /** The fields of the user's own list entry: summaryOverride, colorId, hidden, selected, defaultReminders. */
  readonly entry: calendar_v3.Schema$CalendarListEntry;
  /** True when the calendar is gone, or has been taken off the user's list. */
  readonly unlisted: boolean;
  readonly acl: readonly calendar_v3.Schema$AclRule[];
}

/** Whether a role reaches at least as far as another. */
export function roleReaches(role: AccessRole, needed: AccessRole): boolean {
  return accessRoles.indexOf(role) >= accessRoles.indexOf(needed);
}
