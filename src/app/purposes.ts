interface Nature {
  /** It only reads: a person waits for it, so it gives up on Google soon. */
  readonly looks?: true;
  /** It runs until it is stopped: other processes find the sandbox that it serves. */
  readonly lasts?: true;
  /** Its own sandbox stores nothing, and creates no folder. */
  readonly keepsNothing?: true;
  /** A second process of this purpose is refused, unless it may wait. */
  readonly isOneAtATime?: true;
}

/** Why a process was started. A process that waits for it shows the word. */
const purposes = {
  conflicts: {},
  database: { lasts: true },
  doctor: { looks: true, keepsNothing: true },
  export: {},
  find: {},
  history: {},
  import: {},
  migrate: {},
  redact: {},
  sandbox: { lasts: true },
  serve: { lasts: true },
  show: { looks: true },
  stats: {},
  status: { looks: true },
  sync: { isOneAtATime: true },
  ui: { lasts: true },
  undo: { isOneAtATime: true },
  validate: {},
  watch: { lasts: true, isOneAtATime: true },
} as const satisfies Record<string, Nature>;

export type Purpose = keyof typeof purposes;

/** Whether waiting for a process of that purpose makes sense: some run until they are stopped. */
export function endsByItself(purpose: string): boolean {
  return (purposes as Readonly<Record<string, Nature>>)[purpose]?.lasts !== true;
}

export function natureOf(purpose: Purpose): Nature {
  return purposes[purpose];
}
