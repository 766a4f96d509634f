/** One change that merging would write. */
export interface PlannedChange {
  readonly seq: number;
  readonly line: number;
  readonly kind: 'customer' | 'booking';
  readonly action: 'create' | 'update';
  /** The one that is changed, or gets made. */
  readonly id: string;
  readonly rule: string;
  /** Values that are there; null: it is new. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
}
