import { expect, test } from 'vitest';
import { analyzeFile, isPassedOver } from '../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { openShape, shapes } from '../helpers/systems/shapes.js';

test.each(shapes.map((shape) => [shape.system, shape] as const))(
  '%s are read as they are exported',
  async (_, { text, people, bookings = [] }) => {
    const source = await openShape(text);
    const options = { ...usualImport, createBookings: true };
    const analysis = await analyzeFile(source, options);
    const errors: string[] = [];
    const read = rowReader(
      analysis,
      options,
      ({ severity, code, column }) => severity === 'error' && errors.push(`${code} ${column}`),
    );
    const rows = [];
    for await (const part of source.rows())
      for (const row of part) if (!isPassedOver(row, analysis)) rows.push(read(row));
    expect(errors).toEqual([]);
    expect(rows.map(({ customer }) => customer)).toMatchObject(people);
    const at = (date: Date) => date.toISOString().slice(5, 16);
    const booked = rows.flatMap((row) =>
      row.bookings.map(({ start, end, status, service }) => [at(start), at(end), status, service].join(' ')),
    );
    expect(booked).toEqual(bookings);
  },
);
