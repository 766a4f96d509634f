import { expect, test } from 'vitest';
import { analyzeFile, isPassedOver } from '../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';

const kinds = {
  email: { headers: ['E-mail', 'Email Address', 'Mail'], cell: (row: number) => `p${row}x@post.example` },
  phone: { headers: ['Telefon', 'Mobile Phone', 'Tlf.'], cell: (row: number) => `20 3${row} 4${row} 50` },
  postalCode: { headers: ['Postnr', 'Zip Code', 'PLZ'], cell: (row: number) => `80${row}0` },
  city: { headers: ['By', 'City', 'Town'], cell: (row: number) => `Lilleby${'abcdefg'[row]}` },
  street: { headers: ['Adresse', 'Street', 'Vej'], cell: (row: number) => `Skovvej ${row + 11}` },
  companyName: { headers: ['Firma', 'Company Name'], cell: (row: number) => `Firmaet${'abcdefg'[row]} ApS` },
  lastContactAt: { headers: ['Sidste kontakt', 'Last Contact'], cell: (row: number) => `2026-05-1${row}` },
  totalRevenue: { headers: ['Omsætning', 'Total Spent'], cell: (row: number) => `1${row}5,50 kr` },
  person: { headers: ['Kundeansvarlig', 'Owner'], cell: (row: number) => `Ane Skov${'abcdefg'[row]}` },
} as const;
type Kind = keyof typeof kinds;
const all = Object.keys(kinds) as Kind[];
/** Words that may stand where words belong, as a firm may be called anything, and numbers where numbers belong. */
const mayBe: Readonly<Partial<Record<Kind, readonly Kind[]>>> = {
  companyName: ['city', 'person', 'street'],
  city: ['companyName', 'person', 'street'],
  street: ['companyName', 'city', 'person'],
  totalRevenue: ['postalCode'],
};

/** A small generator of the same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function makeTable(seed: number): {
  readonly columns: readonly (readonly [string, Kind, Kind])[];
  readonly csv: string;
} {
  const next = numbers(seed);
  const columns = all.flatMap((headed): (readonly [string, Kind, Kind])[] => {
    if (next(3) === 0) return [];
    const { headers } = kinds[headed];
    return [[headers[next(headers.length)] ?? headed, headed, all[next(all.length)] as Kind]];
  });
  const rows = Array.from({ length: 1 + next(6) }, (_, row) => [
    `Kunde${'abcdefg'[row]} Holm`,
    ...columns.map(([, , held]) => kinds[held].cell(row)),
  ]);
  return {
    columns,
    csv: [['Navn', ...columns.map(([header]) => header)], ...rows].map((cells) => cells.join(';')).join('\n'),
  };
}

test('in 200 tables whose headers and cells disagree, no cell gets a field that its header contradicts without a finding', async () => {
  const silent: string[] = [];
  for (let seed = 1; seed <= 200; seed += 1) {
    const { columns, csv } = makeTable(seed);
    const source = await sourceOfText(csv, 'csv');
    const analysis = await analyzeFile(source, usualImport);
    const named = new Set(analysis.findings.map(({ column }) => column));
    const read = rowReader(analysis, usualImport, ({ column }) => named.add(column));
    for await (const rows of source.rows())
      for (const row of rows.filter((each) => !isPassedOver(each, analysis))) {
        const { customer } = read(row);
        if (customer === null) continue;
        const fields = { ...customer, notes: null, address: customer.address?.split(', ') };
        const stored = Object.values(fields).flat().map(String);
        for (const [index, [header, headed, held]] of columns.entries()) {
          const cell = String(row.cells[index + 1]);
          const isStored = stored.some(
            (value) => value === cell || value.endsWith(` ${cell}`) || value.startsWith(`${cell} `),
          );
          if (headed !== held && mayBe[headed]?.includes(held) !== true && isStored && !named.has(header))
            silent.push(`${seed}: ${header} (${headed}) holds ${held}: ${cell}`);
        }
      }
  }
  expect(silent).toEqual([]);
});
