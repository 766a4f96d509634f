/*
 * Loaded into the program before it starts: kills it at a transaction of the embedded database. KILL_AT = `3 before` or
 * `3 after`: the third end of a transaction, before it is carried out, or when it is and no reply was sent. Without it
 * the ends are counted, into the file KILL_COUNT.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// The program is one file, which requires it.
const { PGlite } = createRequire(import.meta.url)('@electric-sql/pglite');

const [wanted, when] = (process.env.KILL_AT ?? '0 never').split(' ');
const { execProtocolRaw } = PGlite.prototype;
let ends = 0;
let isWithin = false;

/** COMMIT, or a writing statement that is a transaction by itself. Renewals of the lease come by the clock. */
function endsTransaction(message) {
  const text = Buffer.from(message).toString('latin1');
  const [, word = ''] = /^[PQ][\s\S]{4}\0?\s*(begin|commit|rollback|insert|update|delete|with)\b/i.exec(text) ?? [];
  const isCommit = /commit/i.test(word);
  if (/begin/i.test(word)) isWithin = true;
  if (/commit|rollback/i.test(word)) isWithin = false;
  const isRenewal = text.includes('update renos_sync.leases set expires_at = now() +') && /update/i.test(word);
  return isCommit || (!isWithin && !isRenewal && /insert|update|delete|with/i.test(word));
}

PGlite.prototype.execProtocolRaw = async function (message, options) {
  const isEnd = endsTransaction(message);
  if (isEnd) ends += 1;
  const isWanted = isEnd && ends === Number(wanted);
  if (isWanted && when === 'before') process.kill(process.pid, 'SIGKILL');
  const answer = await execProtocolRaw.call(this, message, options);
  if (isWanted && when === 'after') process.kill(process.pid, 'SIGKILL');
  return answer;
};

process.on('exit', () => {
  if (process.env.KILL_COUNT) writeFileSync(process.env.KILL_COUNT, String(ends));
});
