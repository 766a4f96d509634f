import type postgres from 'postgres';
import { UnavailableError } from '../core/errors.js';
import { copyHeader } from './copy-rows.js';
import type { OpenCopy, StatementCounter } from './database.js';

/**
 * COPY … FROM STDIN over a connection of its own, one for as many rows as there are. The driver says nothing when the
 * server refuses a COPY whose last byte was sent, or when the connection breaks then. So it runs in a transaction, and a
 * savepoint after it tells: that is refused where the COPY was, and on any other connection.
 */
export function createCopyIn(connect: (onClose: () => void) => postgres.Sql, counter: StatementCounter): OpenCopy {
  return async (statement) => {
    counter.logQuery();
    let failure: Error | null = null;
    const refused = () => failure ?? lost();
    /** Whoever waits for the server. One at a time, and no promise outlives it: what hangs on one is never tidied away. */
    let giveWay: ((reason: Error) => void) | null = null;
    let isClosed = false;
    const client = connect(() => {
      isClosed = true;
      giveWay?.(refused());
    });
    const unlessClosed = <T>(work: (done: (value: T) => void, fail: (reason: Error) => void) => void) =>
      new Promise<T>((resolve, reject) => {
        giveWay = reject;
        if (isClosed) reject(refused());
        else work(resolve, reject);
      });
    const giveUp = () => client.end({ timeout: 0 });
    const stream = await begin(client, statement).catch(async (error) => {
      await giveUp();
      throw error;
    });
    stream.on('error', (error: Error) => {
      failure ??= error;
    });
    return {
      write: async (rows) => {
        if (failure !== null) throw failure;
        await unlessClosed<void>((done) => stream.write(rows, () => done()));
        if (failure !== null) throw failure;
      },
      end: async () => {
        stream.end();
        // The driver takes the next statement only after it has sent the end of the rows.
        await new Promise(setImmediate);
        const told = client.unsafe('savepoint copied; commit');
        await unlessClosed((done, fail) => told.then(done, () => fail(refused())));
        await client.end();
      },
      abort: giveUp,
    };
  };
}

/** The driver does not say whether it was the server or the connection. */
function lost(): UnavailableError {
  return new UnavailableError(
    'copy-refused',
    'PostgreSQL refused the rows of the file, or was cut off; they are undone.',
    {
      actions: ['Run the command again.', 'Look into the log of the PostgreSQL server if it happens again.'],
    },
  );
}

/** A COPY lasts as long as a file is read: no sign of a statement that hangs. */
async function begin(client: postgres.Sql, statement: string) {
  await client.unsafe('begin; set local statement_timeout = 0');
  const stream = await client.unsafe(`${statement} (format binary)`).writable();
  stream.write(copyHeader);
  return stream;
}
