/** The roles of a user in a calendar, lowest first; the source is Calendar API v3, Acl resource, `role`. */
export const accessRoles = ['freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner'] as const;

/** One of Google's access roles. */
export type AccessRole = (typeof accessRoles)[number];

/** Whether a role is at least as high as another. */
export function roleReaches(role: AccessRole, needed: AccessRole): boolean {
  return accessRoles.indexOf(role) >= accessRoles.indexOf(needed);
}
