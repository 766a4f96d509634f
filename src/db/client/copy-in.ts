import type pg from 'pg';
import type { Connections } from './connections.js';
import { copyHeader } from './copy-rows.js';
import type { OpenCopy, StatementCounter } from './database.js';
import { databaseError } from './driver-failure.js';
import type { QueryEvents, Wire } from './statement.js';

/**
 * Bytes of a COPY: large enough that the number of statements does not matter, and small enough that a connection is
 * not held for long.
 */
const slice = 1024 * 1024;

/**
 * COPY … FROM STDIN in slices, each in its own transaction: between two of them, other statements can use the
 * connection, which may be the only one behind a pooler. The next rows are prepared while a slice is written.
 */
export function createCopyIn(connections: Connections, counter: StatementCounter): OpenCopy {
  return async (statement) => {
    let rows: Uint8Array[] = [];
    let size = 0;
    let writing: Promise<void> = Promise.resolve();
    const flush = async () => {
      if (size === 0) return;
      const pieces = rows;
      rows = [];
      size = 0;
      await writing;
      counter.logQuery('copy');
      writing = copyOnce(connections, statement, pieces);
      // It may fail before it is awaited.
      writing.catch(() => {});
    };
    return {
      write: async (bytes) => {
        rows.push(bytes);
        size += bytes.length;
        if (size >= slice) await flush();
      },
      end: async () => {
        await flush();
        await writing;
      },
      abort: async () => {
        await writing.catch(() => {});
      },
    };
  };
}

function copyOnce(connections: Connections, statement: string, pieces: readonly Uint8Array[]): Promise<void> {
  // The disk may be slow: no statement_timeout is needed here.
  const settings = `${connections.settings}, set_config('statement_timeout', '0', true)`;
  return connections.use(async (client) => {
    try {
      await new Promise<void>((resolve, reject) => {
        const copy = new CopyIn(`${settings}; ${statement} (format binary)`, pieces, { resolve, reject });
        client.query(copy as unknown as pg.Submittable);
      });
    } catch (error) {
      // If a COPY fails, a pooler would take its remaining rows for the next statement's.
      connections.markBroken(client);
      throw databaseError(error);
    }
  });
}

interface Outcome {
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** One COPY on the wire: rows are sent when the server asks for them, and it ends when the server says so. */
class CopyIn implements QueryEvents {
  #isOver = false;
  #copied = false;

  constructor(
    readonly text: string,
    readonly pieces: readonly Uint8Array[],
    readonly outcome: Outcome,
  ) {}

  submit(wire: Wire): null {
    wire.query(this.text);
    return null;
  }

  handleCopyInResponse(wire: Wire): void {
    void this.#send(wire);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    if (text.startsWith('COPY')) this.#copied = true;
  }

  handleError(error: Error): void {
    this.#isOver = true;
    this.outcome.reject(error);
  }

  handleReadyForQuery(): void {
    this.#isOver = true;
    if (this.#copied) this.outcome.resolve();
    else this.outcome.reject(new Error('PostgreSQL answered a COPY with something else.'));
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  async #send(wire: Wire): Promise<void> {
    for (const piece of [copyHeader, ...this.pieces]) {
      if (this.#isOver || wire.stream.destroyed) return;
      wire.sendCopyFromChunk(piece);
      if (wire.stream.writableNeedDrain) await drained(wire);
    }
    if (!this.#isOver) wire.endCopyFrom();
  }
}

function drained({ stream }: Wire): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}
