import type { StoredCustomer } from '../../core/customers/model/customer.js';
import type { ExportedCustomer } from '../../core/export/customer-repository.js';
import { utcDate, utcDateOrNull } from '../client/database.js';

/** A customer's row, from either driver. */
export interface CustomerRow extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly companyName: string | null;
  readonly notes: string | null;
  readonly tags: readonly unknown[] | null;
  readonly totalLeads: number;
  readonly totalBookings: number;
  readonly totalRevenue: number;
  readonly lastContactAt: unknown;
}

export function toCustomer(row: CustomerRow): StoredCustomer {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    address: row.address,
    companyName: row.companyName,
    notes: row.notes,
    tags: textArray(row.tags),
    totalLeads: Number(row.totalLeads),
    totalBookings: Number(row.totalBookings),
    totalRevenue: Number(row.totalRevenue),
    lastContactAt: utcDateOrNull(row.lastContactAt),
  };
}

export interface ExportedRow extends CustomerRow {
  readonly status: string;
  readonly createdAt: unknown;
}

export function toExported(row: ExportedRow): ExportedCustomer {
  return { ...toCustomer(row), status: row.status, createdAt: utcDate(row.createdAt) };
}

/** A text[] that was selected as JSON; it may be of several dimensions, and hold NULL. */
export function textArray(value: readonly unknown[] | null): readonly string[] {
  return (value ?? []).flat(Number.POSITIVE_INFINITY).filter((tag) => typeof tag === 'string');
}
