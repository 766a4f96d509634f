/** One change that merging would write. */
export interface PlannedChange {
  readonly seq: number;
  readonly line: number;
  readonly kind: 'customer' | 'booking';
  readonly action: 'create' | 'update';
  /** The item that is changed or created. */
  readonly id: string;
  readonly rule: string;
  /** The present values; null: it is new. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
}
