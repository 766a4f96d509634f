/** One request to the sandbox; `status` is 0 if the connection was closed without an answer. */
export interface SandboxRequest {
  readonly n: number;
  /** Epoch ms of the server's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** As in the path, decoded; undefined if the path has none. */
  readonly calendarId?: string;
  readonly eventId?: string;
  /** Such as `events.list`, `batch` or `oauth.token`; `unknown` for a path the API does not have. */
  readonly operation: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly ifMatch?: string;
  readonly status: number;
  /** The kind of the injected fault, if there was one. */
  readonly fault?: string;
}
