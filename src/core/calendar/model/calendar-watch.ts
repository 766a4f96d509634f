/** A channel through which Google tells that a calendar has changed. */
export interface WatchedChannel {
  /** Google's name for what is watched. */
  readonly resourceId: string;
  readonly expiresAt: Date;
}

export interface ChannelRequest {
  readonly calendarId: string;
  /** Ours to choose: letters, digits, `-`, `_`, 64 at most. */
  readonly channelId: string;
  /** An https address; each message is a POST to it. */
  readonly address: string;
  /** Sent along with each message. */
  readonly token: string;
  readonly seconds: number;
}

/**
 * Google's push messages. A message only says that something changed; and some never come, so that a listener
 * has to look by himself from time to time. Source: https://developers.google.com/workspace/calendar/api/guides/push
 */
export interface CalendarWatch {
  /** Throws UnavailableError or ConfigurationError as the calendar itself does. */
  watch(request: ChannelRequest): Promise<WatchedChannel>;
  /** Ends a channel; one that is gone already is no failure. Throws as `watch` does. */
  unwatch(channel: Pick<KnownChannel, 'channelId' | 'resourceId'>): Promise<void>;
}

export interface KnownChannel {
  readonly channelId: string;
  readonly calendarId: string;
  readonly address: string;
  readonly resourceId: string;
  /** SHA-256, in hexadecimal. */
  readonly tokenHash: string;
  readonly expiresAt: Date;
}

/** The channels that are open, shared by all processes on one database. */
export interface ChannelStore {
  find(channelId: string): Promise<KnownChannel | null>;
  /** Those of one calendar that lead to an address, the longest-lived first. */
  findOpen(calendarId: string, address: string): Promise<readonly KnownChannel[]>;
  /** Keeps one, and forgets those that have run out. */
  keep(channel: KnownChannel): Promise<void>;
  forget(channelId: string): Promise<void>;
}
