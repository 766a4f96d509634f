import { canonicalJson } from '../calendar/model/canonical-json.js';
import type { PlannedChange } from '../customers/match/planned-change.js';
import type { PlanItem } from '../results/plan-result.js';
import type { Seal } from './plan-ports.js';

type Values = Readonly<Record<string, unknown>>;

/** Fields of a customer or booking that a person sees; a draft has more, for the import itself. */
const shown: readonly string[] = [
  ...['name', 'email', 'phone', 'address', 'companyName', 'notes', 'tags', 'totalLeads', 'totalBookings'],
  ...['totalRevenue', 'lastContactAt', 'customer', 'start', 'end', 'serviceType', 'status'],
];

/** The planned change of a customer or a booking, as a saved plan stores it. */
export function rowItem(change: PlannedChange, seal: Seal): PlanItem<'import'> {
  const { kind, action, line, rule } = change;
  // A new one gets another id each time it is planned.
  const id = action === 'create' ? null : change.id;
  const fields = fieldsOf(change);
  return { kind, action, line, id, rule, fields, seal: seal({ kind, action, line, id, fields }) };
}

function fieldsOf({ before, after }: PlannedChange): PlanItem<'import'>['fields'] {
  const fields: Record<string, readonly [unknown, unknown]> = {};
  for (const field of shown) {
    const [from, to] = [said(before, field), said(after, field)];
    if (canonicalJson(from) !== canonicalJson(to)) fields[field] = [from, to];
  }
  return fields;
}

/** All empty values become null: also an empty list, or a total of zero. */
function said(values: Values | null, field: string): unknown {
  const value = values?.[field] ?? null;
  return value === 0 || (Array.isArray(value) && value.length === 0) ? null : value;
}
