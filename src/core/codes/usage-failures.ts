import type { Complaint } from './complaints.js';

type Nothing = Readonly<Record<never, never>>;

type OfFlag = {
  readonly flag: string;
};

/** A flag that is wrong. */
type WrongFlag = Complaint & {
  readonly flag: string;
};

/** An error of one field of a request; an empty path is the whole body. */
type WrongField = Complaint & {
  readonly path: string;
};

/** Errors of a command's arguments. */
export interface UsageFailures {
  'interrupted/kept': { readonly signal: string };
  'interrupted/undone': { readonly signal: string };
  'interrupted/server': Nothing;
  'run-unknown/none': Nothing;
  'run-unknown/several': { readonly count: number; readonly ids: readonly string[] };
  'item-unknown/none': Nothing;
  'item-unknown/several': { readonly count: number; readonly ids: readonly string[] };
  'conflict-unknown/none': Nothing;
  'conflict-unknown/several': { readonly count: number };
  'conflict-undecided': {
    readonly id: string;
    readonly fields: readonly string[];
    readonly unknown: readonly string[];
    readonly open: readonly { readonly field: string; readonly bookingId: string }[];
  };
  'usage/choice': Nothing;
  'usage/undecided': Nothing;
  'usage/account': { readonly address: string };
  'usage/duration': OfFlag;
  'usage/only-csv': OfFlag & { readonly format: string };
  'usage/two-files': { readonly file: string; readonly output: string };
  'usage/subject-as-file': { readonly file: string };
  'usage/no-file-name': Nothing;
  'usage/no-command': { readonly typed: string; readonly near: readonly string[] };
  'usage/unknown-flags': {
    readonly command: string;
    readonly flags: readonly string[];
    readonly near: readonly string[];
  };
  'usage/unexpected-words': { readonly command: string; readonly words: readonly string[] };
  'usage/missing-words': { readonly command: string; readonly names: readonly string[] };
  'usage/wrong-value': { readonly command: string; readonly flag: string; readonly allowed: readonly string[] };
  'usage/missing-value': { readonly command: string; readonly flag: string };
  'usage/once': { readonly command: string; readonly flag: string };
  'usage/missing-flags': { readonly command: string; readonly flags: readonly string[] };
  'usage/not-together': { readonly command: string; readonly flags: readonly string[] };
  'usage/no-whole-number': OfFlag & {
    readonly command: string;
    readonly least: string | null;
    readonly most: string | null;
  };
  'usage/plan-without-dry-run': { readonly flag: string };
  'usage/redact-without-plan': Nothing;
  'usage/schedule': Nothing;
  'usage/options': { readonly command: string; readonly problems: readonly WrongFlag[] };
  'usage/library': { readonly problems: readonly WrongField[] };
  'usage/other': { readonly command: string; readonly words: string };
  'page-elsewhere': { readonly path: string };
  'confirmation-missing': Nothing;
  'not-confirmed': Nothing;
  'not-confirmed/reading': Nothing;
  'not-confirmed/undo': Nothing;
  'confirmation-idle/no-sync': Nothing;
  'confirmation-idle/no-bookings': Nothing;
  'booking-not-ours': Nothing;
  'run-missing': Nothing;
}
