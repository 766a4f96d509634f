/** What a user may do in a calendar, weakest first; the source is Calendar API v3, Acl resource, `role`. */
export const accessRoles = ['freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner'] as const;

/** One of Google's access roles. */
export type AccessRole = (typeof accessRoles)[number];

/** Whether a role reaches at least as far as another. */
export function roleReaches(role: AccessRole, needed: AccessRole): boolean {
  return accessRoles.indexOf(role) >= accessRoles.indexOf(needed);
}
