import postgres from 'postgres';
import { openServer } from '../../src/db/client/open-server.js';
import { freshDatabase } from './databases.js';
import { countsOf, importText, worldOf } from './import-world.js';

export interface ImportCost {
  readonly statements: number;
  /** How often each plan that reads all of customers did so: more than once is a scan a row. */
  readonly scansOfCustomers: readonly number[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Imports new customers beside known ones, and has PostgreSQL explain every statement of it. */
export async function costOfImport(of: { readonly customers: number; readonly rows: number }): Promise<ImportCost> {
  const fresh = await freshDatabase();
  await fill(fresh.url, of.customers);
  const plans: PlanNode[] = [];
  const database = openServer(`${fresh.url}?options=${encodeURIComponent('-c client_min_messages=log')}`, {
    onNotice: (message) => {
      const plan = /^duration: .* plan:\n([\s\S]*)$/.exec(message)?.[1];
      if (plan !== undefined) plans.push((JSON.parse(plan) as { Plan: PlanNode }).Plan);
    },
  });
  const file = Array.from(
    { length: of.rows },
    (_, row) => `Ny ${row} Navnsen,ny${row}@example.dk,${30_000_000 + row},"Gade ${row}, 9000 Aalborg"`,
  );
  const counts = countsOf(await importText(worldOf(database), ['Name,Email,Phone,Address', ...file].join('\n')));
  const statements = database.statements();
  await database.close();
  await fresh.drop();
  if (counts[0] !== of.rows || plans.length < 10) throw new Error(`${counts} rows, ${plans.length} plans`);
  return { statements, scansOfCustomers: plans.flatMap(scansIn) };
}

async function fill(url: string, customers: number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`insert into customers (id, name, email, phone, address, "updatedAt")
    select 'k' || n, 'Kunde ' || n || 'sen', 'k' || n || '@example.dk', (20000000 + n)::text, 'Vej ' || n || ', 8000 Aarhus', now()
    from generate_series(1, ${customers}) n`;
  await sql`analyze customers`;
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_format': 'json',
  };
  for (const [name, value] of Object.entries(settings))
    await sql.unsafe(`alter database ${new URL(url).pathname.slice(1)} set ${name} = '${value}'`);
  await sql.end();
}

function scansIn(node: PlanNode): readonly number[] {
  const isScan = node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'customers';
  return [...(isScan ? [node['Actual Loops'] ?? 0] : []), ...(node.Plans ?? []).flatMap(scansIn)];
}
