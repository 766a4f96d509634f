/** One request as the sandbox saw it; `status` is 0 when the connection was cut instead of answered. */
export interface SandboxRequest {
  readonly n: number;
  /** Epoch ms of the server's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** As written in the path, decoded; undefined where the path names none. */
  readonly calendarId?: string;
  readonly eventId?: string;
  /** Such as `events.list`, `batch` or `oauth.token`; `unknown` for a path the API does not have. */
  readonly operation: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly ifMatch?: string;
  readonly status: number;
  /** The kind of the injected fault, when there was one. */
  readonly fault?: string;
}
