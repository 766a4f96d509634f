import pg from 'pg';
import { databaseError } from './driver-failure.js';

/** The part of the driver's connection that is used here. */
export interface Wire {
  readonly stream: {
    cork(): void;
    uncork(): void;
    readonly destroyed: boolean;
    readonly writableNeedDrain: boolean;
    once(event: 'drain' | 'close', listener: () => void): void;
    off(event: 'drain' | 'close', listener: () => void): void;
  };
  parse(statement: { text: string }): void;
  bind(statement: object): void;
  execute(portal: object): void;
  query(text: string): void;
  sendCopyFromChunk(rows: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** The driver's callbacks for the running statement. */
export interface QueryEvents {
  submit(wire: Wire): Error | null;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: { readonly text: string }, wire: Wire): void;
  handleEmptyQuery(wire: Wire): void;
  handlePortalSuspended(wire: Wire): void;
  handleCopyInResponse(wire: Wire): void;
  handleError(error: Error, wire: Wire): void;
  handleReadyForQuery(wire: Wire): void;
}

export interface Result {
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: Record<string, unknown>[];
}

/** As Drizzle passes it: a text, and how types are read. */
export type StatementConfig = pg.QueryConfig & { readonly text: string };

/**
 * Sends a statement together with the settings before it, in one message and one transaction. That costs no second
 * round trip, and nothing outlives the transaction: a pooler gives the next one another session.
 */
export function runWithSettings(
  client: pg.Client,
  settings: string,
  { config, values }: { readonly config: StatementConfig; readonly values: readonly unknown[] },
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const callback = (error: Error | null, result?: Result) =>
      error ? reject(databaseError(error)) : resolve(result as Result);
    const extended = { ...config, queryMode: 'extended' };
    const query = new pg.Query(extended, [...values], callback as never) as unknown as QueryEvents & {
      readonly text: string;
    };
    client.query(new WithSettings(settings, query) as unknown as pg.Submittable);
  });
}

/** Runs a text as it is, without settings. */
export async function ask<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  client: pg.Client,
  text: string,
): Promise<pg.QueryResult<Row>> {
  try {
    return await client.query<Row>(text);
  } catch (error) {
    throw databaseError(error);
  }
}

class WithSettings implements QueryEvents {
  #isSet = false;

  constructor(
    readonly settings: string,
    readonly statement: QueryEvents & { readonly text: string },
  ) {}

  /** The text that the server shows. */
  get text(): string {
    return this.statement.text;
  }

  submit(wire: Wire): Error | null {
    wire.stream.cork();
    try {
      wire.parse({ text: this.settings });
      wire.bind({});
      wire.execute({});
      return this.statement.submit(wire);
    } finally {
      wire.stream.uncork();
    }
  }

  handleDataRow(message: unknown): void {
    if (this.#isSet) this.statement.handleDataRow(message);
  }

  handleCommandComplete(message: { readonly text: string }, wire: Wire): void {
    if (this.#isSet) this.statement.handleCommandComplete(message, wire);
    this.#isSet = true;
  }

  handleError(error: Error, wire: Wire): void {
    this.statement.handleError(this.#isSet ? error : Object.assign(error, { isSetting: true }), wire);
  }

  handleRowDescription(message: unknown): void {
    this.statement.handleRowDescription(message);
  }
  handleEmptyQuery(wire: Wire): void {
    this.statement.handleEmptyQuery(wire);
  }
  handlePortalSuspended(wire: Wire): void {
    this.statement.handlePortalSuspended(wire);
  }
  handleCopyInResponse(wire: Wire): void {
    this.statement.handleCopyInResponse(wire);
  }
  handleReadyForQuery(wire: Wire): void {
    this.statement.handleReadyForQuery(wire);
  }
}
