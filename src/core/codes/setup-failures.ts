import type { Complaint } from './complaints.js';

type Nothing = Readonly<Record<never, never>>;

/** A wrong setting, with an example. */
type WrongSetting = Complaint & {
  readonly name: string;
  readonly example: string;
};

type Use = {
  readonly purpose: string;
  readonly pid: number;
  readonly folder: string;
};

/** Errors of the program's setup. */
export interface SetupFailures {
  configuration: { readonly problems: readonly WrongSetting[] };
  'token-missing/host': { readonly host: string };
  'token-missing/setting': { readonly setting: string };
  'sandbox-damaged': { readonly path: string; readonly line: number };
  'cannot-listen/sandbox': { readonly port: number; readonly reason: string | null };
  'cannot-listen/server': { readonly host: string; readonly port: number; readonly reason: string | null };
  'cannot-listen/database': { readonly port: number; readonly reason: string | null };
  'folder-in-use/sandbox': Use;
  'folder-in-use/database': Use;
  'env-file-unreadable': Nothing;
  'too-little-memory': Nothing;
  internal: Nothing;
}
