interface Nature {
  /** It only looks: a person waits for it, and it gives up on Google soon. */
  readonly looks?: true;
  /** It goes on until it is stopped: other processes find the sandbox that it serves. */
  readonly lasts?: true;
  /** A sandbox of its own keeps nothing: not even a folder is made. */
  readonly keepsNothing?: true;
  /** A second one at the same time is refused, unless it is to wait. */
  readonly isOneAtATime?: true;
}

/** What a process is started for; those who wait for it are shown the word. */
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

/** Whether to wait for a process of that purpose makes sense: some go on until they are stopped. */
export function endsByItself(purpose: string): boolean {
  return (purposes as Readonly<Record<string, Nature>>)[purpose]?.lasts !== true;
}

export function natureOf(purpose: Purpose): Nature {
  return purposes[purpose];
}
