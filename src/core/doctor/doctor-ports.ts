import type { CalendarInfo } from '../calendar/model/calendar-port.js';
import type { Checks, ServerFeature } from '../codes/checks.js';
import type { GuardRefusal } from '../errors.js';
import type { TableSize } from '../results/setup-result.js';

/** The folder in which the embedded database and the sandbox live. */
interface FolderRights {
  readonly path: string;
  readonly exists: boolean;
  /** We may write to it, or may make it. */
  readonly writable: boolean;
  /** Other users of the machine may look into it. */
  readonly open: boolean;
  /** Nothing more fits on its disk. */
  readonly full: boolean;
}

/** How a database stands to what renos-sync needs. */
export interface DatabaseHealth {
  readonly server: Checks['database']['server'];
  readonly as: string;
  readonly encoding: string;
  /** A replica, or set to be read only. */
  readonly readOnly: boolean;
  /** Names of its missing migrations. */
  readonly pending: readonly string[];
  /** Migrations that it has and this program does not know. */
  readonly unknown: number;
  /** Unique indexes that RenOS's tables have not, and the statements that make them. */
  readonly missingIndexes: readonly string[];
  /** What its user may not do, as statements that would allow it. */
  readonly grants: readonly string[];
  /** What syncs and imports need and it does not have; null: it was not tried. */
  readonly missingFeatures: readonly ServerFeature[] | null;
  /** Our own tables, the largest first; empty while they are not all there. */
  readonly sizes: readonly TableSize[];
}

/** What doctor asks of the world; every call only looks. */
export interface DoctorPorts {
  readonly nodeVersion: string;
  /** null = nothing is kept in it, so it does not matter. */
  readonly folder: (() => Promise<FolderRights>) | null;
  /** Throws what is wrong with the sandbox's file; null = it is not used. */
  readonly sandboxFile: (() => Promise<void>) | null;
  /** Days for which runs and what belongs to them are kept. */
  readonly keepHistory: number;
  /** null = an embedded one that the first command will make. */
  readonly database: (() => Promise<DatabaseHealth>) | null;
  readonly calendarIds: readonly string[];
  /** null while nobody is set. */
  readonly googleAs: string | null;
  /** Google itself, where credentials are needed; false for the sandbox. */
  readonly needsCredentials: boolean;
  /** Why this database must not write to a calendar: another one keeps it, or this one was copied. */
  readonly keeper: (calendarId: string) => Promise<GuardRefusal | null>;
  /** Fails as the credentials or the account do. */
  readonly openCalendar: () => Promise<CalendarProbe>;
}

/** A calendar's own words on itself. */
export interface CalendarProbe {
  describe(calendarId: string): Promise<CalendarInfo>;
  /** Whether the account may ask which calendar a name stands for. */
  mayIdentify(calendarId: string): Promise<boolean>;
  /** Google's clock minus ours in milliseconds; null before it answered. */
  traffic(): { readonly skewMs: number | null };
}
