import type { CalendarInfo } from '../calendar/model/calendar-port.js';
import type { Checks, ServerFeature } from '../codes/checks.js';
import type { GuardRefusal } from '../errors.js';
import type { DoctorResult } from '../results/setup-result.js';

/** The folder of the embedded database and the sandbox. */
interface FolderRights {
  readonly path: string;
  readonly exists: boolean;
  /** We may write to it, or create it. */
  readonly writable: boolean;
  /** Other users of the machine can read it. */
  readonly open: boolean;
  /** Its disk is full. */
  readonly full: boolean;
}

/** The facts about a database that renos-sync needs. */
export interface DatabaseHealth {
  readonly server: Checks['database']['server'];
  readonly as: string;
  readonly encoding: string;
  /** A replica, or set to be read only. */
  readonly readOnly: boolean;
  /** Names of its missing migrations. */
  readonly pending: readonly string[];
  /** Migrations in the database that this program does not know. */
  readonly unknown: number;
  /** Unique indexes that are missing in RenOS's tables, with the statements that create them. */
  readonly missingIndexes: readonly string[];
  /** Missing permissions of its user, as statements that grant them. */
  readonly grants: readonly string[];
  /** Features that syncs and imports need and that are missing; null: they were not tried. */
  readonly missingFeatures: readonly ServerFeature[] | null;
  /** Our own tables, the largest first; empty if some of them do not exist. */
  readonly sizes: DoctorResult['tables'];
}

/** Everything outside the process that doctor reads; no call writes. */
export interface DoctorPorts {
  readonly nodeVersion: string;
  /** null = nothing is stored in it. */
  readonly folder: (() => Promise<FolderRights>) | null;
  /** Throws the failure of the sandbox's file; null = the sandbox is not used. */
  readonly sandboxFile: (() => Promise<void>) | null;
  /** Days for which runs and their data are kept. */
  readonly keepHistory: number;
  /** null = an embedded one that the first command will create. */
  readonly database: (() => Promise<DatabaseHealth>) | null;
  readonly calendarIds: readonly string[];
  /** null if no account is set. */
  readonly googleAs: string | null;
  /** Whether Google needs credentials; false for the sandbox. */
  readonly needsCredentials: boolean;
  /** Why this database must not write to a calendar: another database owns the calendar, or this one is a copy. */
  readonly keeper: (calendarId: string) => Promise<GuardRefusal | null>;
  /** Fails as the credentials or the account do. */
  readonly openCalendar: () => Promise<CalendarProbe>;
}

/** A calendar's own properties. */
export interface CalendarProbe {
  describe(calendarId: string): Promise<CalendarInfo>;
  /** Whether the account may ask which calendar a name refers to. */
  mayIdentify(calendarId: string): Promise<boolean>;
  /** Google's clock minus ours in milliseconds; null before it answered. */
  traffic(): { readonly skewMs: number | null };
}
