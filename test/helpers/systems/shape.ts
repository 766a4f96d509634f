/** A list as a system writes it, and what is in it. */
export interface Shape {
  readonly system: string;
  readonly text: string;
  readonly people: readonly Readonly<Record<string, unknown>>[];
  /** `MM-DDTHH:MM MM-DDTHH:MM state service`, in UTC. */
  readonly bookings?: readonly string[];
  /** Findings that a person must see: `error` or `warning`, and the code. */
  readonly told?: readonly string[];
}
