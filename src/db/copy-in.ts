import type postgres from 'postgres';
import type { OpenCopy, StatementCounter } from './database.js';

/**
 * COPY … FROM STDIN, one for as many rows as there are. The driver says nothing when the server refuses a COPY whose
 * last byte was sent, so a second statement follows on the same connection: when it is answered first, the COPY has
 * failed, and when the connection breaks, it breaks too.
 */
export function createCopyIn(client: postgres.Sql, counter: StatementCounter): OpenCopy {
  return async (statement) => {
    counter.logQuery();
    const connection = await client.reserve();
    const stream = await connection.unsafe(statement).writable();
    let failure: Error | null = null;
    stream.on('error', (error: Error) => {
      failure ??= error;
    });
    const copied = new Promise<boolean>((resolve) => {
      stream.once('finish', () => resolve(true));
      stream.once('close', () => resolve(false));
    });
    return {
      write: async (text) => {
        if (failure !== null) throw failure;
        await new Promise<void>((resolve) => stream.write(text, () => resolve()));
        if (failure !== null) throw failure;
      },
      end: async () => {
        stream.end();
        await new Promise(setImmediate);
        const answered = connection.unsafe('select 1').then(() => false);
        answered.catch(() => {});
        if (!(await Promise.race([copied, answered])))
          throw failure ?? new Error('The server refused the last rows of a COPY.');
        await answered;
        connection.release();
      },
      abort: async () => {
        stream.destroy(new Error('given up'));
        await connection.unsafe('select 1').catch(() => {});
        connection.release();
      },
    };
  };
}
