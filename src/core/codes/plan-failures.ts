type Nothing = Readonly<Record<never, never>>;

/** Why a plan is not saved or not applied. */
export interface PlanFailures {
  'plan-moved-on': { readonly moved: number; readonly items: number };
  'plan-of-another-database': { readonly kind: string };
  'plan-of-another-calendar': { readonly calendarId: string; readonly before: string; readonly now: string };
  'plan-unreadable/not-json': { readonly file: string };
  'plan-unreadable/other-document': { readonly file: string };
  'plan-unreadable/wrong-field': { readonly file: string; readonly place: string };
  'plan-version': { readonly file: string; readonly version: number };
  'plan-file-changed': { readonly file: string };
  'plan-file-unnamed': Nothing;
  'plan-not-replaced': { readonly file: string };
}
