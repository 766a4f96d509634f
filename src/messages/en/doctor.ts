import type { Checks, ServerFeature } from '../../core/codes/checks.js';
import { counter } from '../language.js';
import { type Explanation, type Sentences, step } from '../voice.js';

const n = counter('en');
const ok = (message: string): Explanation => ({ message, actions: [] });

const serverName = ({ isEmbedded, version }: Checks['database']['server']) =>
  `${isEmbedded ? 'The embedded PostgreSQL' : 'PostgreSQL'} ${version}`;
const featureNames: Readonly<Record<ServerFeature, string>> = {
  savepoints: 'savepoints',
  'repeatable-read': 'transactions at repeatable read',
  snapshots: 'pg_current_snapshot()',
  'row-hashes': 'hash_record_extended()',
  'binary-copy': 'COPY … FROM STDIN (FORMAT binary)',
};
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
const share = (account: string | null) =>
  step(
    `Share the calendar with ${account ?? 'the account'}, role "Make changes to events" (its settings, "Share with specific people").`,
  );
const setClock = ['sudo timedatectl set-ntp true'];
const skew = (p: { readonly seconds: number; readonly isBehind: boolean }) =>
  `This machine's clock is ${p.seconds} s ${p.isBehind ? 'behind' : 'ahead of'} Google's`;

/** The result of each check of `doctor`, by its code, and how to fix it. */
export const checks = {
  'node-too-old': (p) => ({
    message: `Node ${p.version} is too old: ${p.wanted} or newer is needed.`,
    actions: ['nvm install --lts', 'https://nodejs.org/en/download'],
  }),
  node: ({ version }) => ok(`Node ${version}.`),
  configuration: () => ok('Every setting can be read.'),
  'folder-unused': () => ok('Nothing is kept in it: both the database and the calendar are elsewhere.'),
  'folder-unwritable': ({ path }) => ({
    message: `${path} cannot be written to.`,
    actions: [`sudo chown -R "$USER" ${path}`, 'RENOS_DATA_DIR=/a/folder/of/your/own'],
  }),
  'folder-full': ({ path }) => ({
    message: `The disk of ${path} is full.`,
    actions: [step('Free disk space.'), 'RENOS_DATA_DIR=/a/folder/on/another/disk'],
  }),
  'folder-open': ({ path }) => ({
    message: `${path} can be read by other users of this machine.`,
    actions: [`chmod 700 ${path}`],
  }),
  folder: ({ path, exists }) => ok(exists ? `${path} is ours alone.` : `${path} is made by the first command.`),
  'sandbox-file': () => ok('Nothing in it is damaged.'),
  'database-embedded': () => ok('An embedded one is made by the first command; set DATABASE_URL to use a server.'),
  'schema-embedded': () => ok('It is made together with the database.'),
  'permissions-embedded': () => ok('An embedded database has none.'),
  'database-not-asked': () => ok('The database could not be asked.'),
  'database-read-only': ({ server }) => ({
    message: `${serverName(server)} takes no writes: it is a replica, or set to be read only.`,
    actions: [step('Point DATABASE_URL at the primary server.')],
  }),
  'database-encoding': (p) => ({
    message: `${serverName(p.server)} keeps text as ${p.encoding}: letters outside of it are refused.`,
    actions: ['createdb --encoding=UTF8 --template=template0 NAME'],
  }),
  database: (p) => ok(`${serverName(p.server)} answers, as ${p.as}.`),
  'schema-newer': () => ({
    message: 'The database was migrated by a newer renos-sync than this one.',
    actions: ['npm install -g renos-sync@latest'],
  }),
  'schema-indexes': ({ statements }) => ({
    message: "RenOS's tables have not every unique index that renos-sync needs.",
    actions: statements,
  }),
  'schema-missing': ({ names }, say) => ({
    message: `Missing in the database: ${names.join(', ')}.`,
    actions: [say.here('renos-sync migrate --dry-run', 'shows what would be run'), say.here('renos-sync migrate')],
  }),
  schema: () => ok('All migrations are applied.'),
  permissions: ({ as }) => ok(`${as} may do what a sync and an import need.`),
  'permissions-missing': (p) => ({
    message: `${p.as} may not do all that a sync and an import need.`,
    actions: p.grants,
  }),
  features: () => ok('The server can do what a sync and an import need.'),
  'features-missing': ({ features }) => ({
    message: `The server cannot do all that a sync and an import need: ${features.map((one) => featureNames[one]).join(', ')}.`,
    actions: [step('Use a server that is PostgreSQL 14 or later itself; see docs/operations/databases.md.')],
  }),
  size: ({ tables, days }) => {
    const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
    const lines = tables
      .filter(({ rows }) => rows > 0)
      .map((table) => {
        const since = table.oldest === null ? '' : `, the oldest of ${table.oldest.slice(0, 10)}`;
        return `${table.table}: ${n(table.rows, 'row', 'rows')}, ${megabytes(table.bytes)}${since}`;
      });
    const kept = `History is kept for ${days} days (RENOS_KEEP_HISTORY).`;
    return ok([`renos-sync's own tables take ${megabytes(bytes)}. ${kept}`, ...lines].join('\n'));
  },
  'no-account': () => ok('There is no account to ask as.'),
  credentials: ({ account }) => ok(`The key of ${account ?? 'the account'} can be read.`),
  'credentials-unneeded': () => ok('None is needed: Google is not asked itself.'),
  'sign-in-unneeded': () => ok('The calendar answers, and asks for no account.'),
  'sign-in': ({ account }) => ok(`Google gave an access token to ${account ?? 'the account'}.`),
  'calendar-not-asked': () => ok('The calendar could not be asked.'),
  'calendar-hides-details': (p) => ({
    message: 'It shows only busy times (role freeBusyReader), without the details of its events.',
    actions: [share(p.account)],
  }),
  'events-unreadable': () => ok('Its events cannot be read.'),
  calendar: (p) => ({
    message: [
      `It is shared with us: role ${p.role}, time zone ${p.timeZone}.`,
      ...(p.hidesPrivate ? ['It does not show private events, which are left as they are.'] : []),
      ...(p.isIdentified
        ? []
        : ['Google does not tell us its id, so another calendar under the same name may go unnoticed.']),
    ].join(' '),
    actions: [
      ...(p.hidesPrivate ? [share(p.account)] : []),
      ...(p.isIdentified
        ? []
        : [
            step(
              'Allow the scope https://www.googleapis.com/auth/calendar.calendars.readonly in the domain-wide delegation.',
            ),
          ]),
    ],
  }),
  'write-access': () => ok('Events may be written.'),
  'write-access-missing': (p, say) => ({
    message: `Events may only be read (role ${p.role}).`,
    actions: [share(p.account), say.sync({ direction: 'google-to-db' })],
  }),
  'clock-unknown': () => ok('Google did not answer, so its clock is not known.'),
  'clock-wrong': (p) => ({
    message: `${skew(p)}: Google refuses its signatures.`,
    actions: setClock,
  }),
  'clock-off': (p) => ({
    message: `${skew(p)}: it is uncertain which of two edits is newer.`,
    actions: setClock,
  }),
  clock: () => ok("This machine's clock and Google's agree."),
} satisfies Sentences<Checks>;

/** The names of checks, by their first words. */
export const checkNames = {
  node: 'node',
  configuration: 'configuration',
  'data folder': 'data folder',
  'sandbox file': 'sandbox file',
  database: 'database',
  schema: 'schema',
  permissions: 'permissions',
  features: 'features',
  size: 'size',
  credentials: 'credentials',
  'sign-in': 'sign-in',
  calendar: 'calendar',
  'write access': 'write access',
  clock: 'clock',
  keeper: 'keeper',
};
