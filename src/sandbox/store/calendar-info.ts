import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { type AccessRole, accessRoles } from './access-role.js';

/** A calendar without its events: its own fields, the user's list entry and its access rules. */
export interface CalendarInfo {
  readonly id: string;
  /** The change number of the last change of these fields. */
  readonly seq: number;
  readonly summary: string;
  readonly description?: string;
  readonly location?: string;
  readonly timeZone: string;
  readonly primary: boolean;
  /** The account that created it, unless that is the sandbox's owner. */
  readonly account?: string;
  readonly accessRole: AccessRole;
  /** The fields of the user's own list entry: summaryOverride, colorId, hidden, selected, defaultReminders. */
  readonly entry: calendar_v3.Schema$CalendarListEntry;
  /** True if the calendar was deleted, or removed from the user's list. */
  readonly unlisted: boolean;
  readonly acl: readonly calendar_v3.Schema$AclRule[];
}

/**
 * An account's role in a calendar; undefined if it may not even see that the calendar exists. Source: Acl resource,
 * `scope`.
 */
export function roleIn(
  { owner, mainOwner }: { readonly owner: string; readonly mainOwner: string },
  info: CalendarInfo,
): AccessRole | undefined {
  if ((info.account ?? mainOwner) === owner) return info.accessRole;
  const rules = info.acl.filter(({ scope }) => scope?.type === 'default' || scope?.value?.toLowerCase() === owner);
  const roles = accessRoles.filter((role) => rules.some((rule) => rule.role === role));
  return roles.at(-1);
}
