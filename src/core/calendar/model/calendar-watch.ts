export interface ChannelRequest {
  readonly calendarId: string;
  /** Chosen by us: letters, digits, `-`, `_`, 64 at most. */
  readonly channelId: string;
  /** An https address; each message is a POST to it. */
  readonly address: string;
  /** Sent with each message. */
  readonly token: string;
  readonly seconds: number;
}

/**
 * Google's push messages. A message only says that something changed, and some messages never arrive, so a listener
 * also has to check from time to time. Source: https://developers.google.com/workspace/calendar/api/guides/push
 */
export interface CalendarWatch {
  /** Throws UnavailableError or ConfigurationError as the calendar itself does. */
  watch(request: ChannelRequest): Promise<Pick<KnownChannel, 'resourceId' | 'expiresAt'>>;
  /** Ends a channel; a channel that is already gone is not a failure. Throws as `watch` does. */
  unwatch(channel: Pick<KnownChannel, 'channelId' | 'resourceId'>): Promise<void>;
}

/** A channel by which Google reports that a calendar has changed. */
export interface KnownChannel {
  readonly channelId: string;
  readonly calendarId: string;
  readonly address: string;
  /** Google's name of the watched resource. */
  readonly resourceId: string;
  /** SHA-256, in hexadecimal. */
  readonly tokenHash: string;
  readonly expiresAt: Date;
}

/** The open channels, shared by all processes on one database. */
export interface ChannelStore {
  find(channelId: string): Promise<KnownChannel | null>;
  /** The open channels of one calendar to an address, the one that expires last first. */
  findOpen(calendarId: string, address: string): Promise<readonly KnownChannel[]>;
  /** Stores a channel, and deletes expired ones. */
  keep(channel: KnownChannel): Promise<void>;
  forget(channelId: string): Promise<void>;
}
