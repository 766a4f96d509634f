/** The ticks of schedules, shared by all processes on one database. */
export interface Ticks {
  /** The database's clock, which all processes use. */
  now(): Promise<Date>;
  /** Whether this tick is ours to run: true for the first caller, and never again for it or an earlier one. */
  claim(schedule: string, due: Date): Promise<boolean>;
}
