/** A mail that Google would have sent; the sandbox only counts it. */
export interface SandboxMail {
  readonly calendarId: string;
  readonly eventId: string;
  readonly to: string;
  readonly kind: 'invite' | 'update' | 'cancel';
}
