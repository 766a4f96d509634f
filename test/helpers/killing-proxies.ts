import { createServer as createHttpServer, type Server as HttpServer, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Where to strike: before the nth thing is passed on, or after its answer came and before that is. */
export interface KillPoint {
  readonly n: number;
  readonly when: 'before' | 'after';
}

/** Stands between a process and a server, counts what the process asks, and strikes at one point. */
export interface KillingProxy {
  readonly port: number;
  /** What was asked so far: a method and path, or a statement's text. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Created for each connection: whether a statement is one of those to be counted. */
export type StatementFilter = () => (statement: string) => boolean;

export interface ProxyOptions {
  readonly port: number;
  /** null: only count. */
  readonly point: KillPoint | null;
  readonly strike: () => void;
}

/** Passes HTTP requests on, one by one. */
export async function proxyHttp({
  port,
  point,
  strike,
  passesOn = false,
}: ProxyOptions & {
  /** Who is struck lives on, and shall have the answer. */
  readonly passesOn?: boolean;
}): Promise<KillingProxy> {
  const asked: string[] = [];
  const server = createHttpServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const isPoint = asked.length === point?.n;
    if (isPoint && point.when === 'before') return strike();
    const { method, url, headers } = incoming;
    const forward = request({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        if (isPoint) strike();
        if (isPoint && !passesOn) return;
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.end(Buffer.concat(chunks));
      });
    });
    forward.on('error', () => outgoing.destroy());
    incoming.on('error', () => {}).pipe(forward);
  });
  return listening(server, asked, () => server.closeAllConnections());
}

/** Passes PostgreSQL's protocol on; of the statements that ask for an answer (Query or Sync) those of the filter count. */
export async function proxyPostgres({
  port,
  point,
  strike,
  filter,
}: ProxyOptions & { readonly filter: StatementFilter }): Promise<KillingProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let isStruck = false;
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => other.destroy());
    }
    const messages = new MessageReader();
    const counts = filter();
    client.on('data', (chunk) => {
      for (const { bytes, statement } of messages.read(chunk)) {
        if (isStruck) return;
        const isCounted = statement !== null && counts(statement);
        if (isCounted) asked.push(statement);
        const isPoint = isCounted && asked.length === point?.n;
        if (isPoint && point.when === 'before') {
          isStruck = true;
          return strike();
        }
        if (isPoint) {
          isStruck = true;
          upstream.removeAllListeners('data');
          upstream.once('data', strike);
        }
        upstream.write(bytes);
      }
    });
    upstream.on('data', (chunk) => client.write(chunk));
  });
  return listening(server, asked, () => {
    for (const socket of sockets) socket.destroy();
  });
}

interface ClientMessage {
  readonly bytes: Buffer;
  /** The statement whose answer it asks for (Query, or the Sync that ends an extended one); null for all else. */
  readonly statement: string | null;
}

/** Cuts the stream of a PostgreSQL client into messages; the first has no type. */
class MessageReader {
  #rest = Buffer.alloc(0);
  #isFirst = true;
  /** Prepared statements by name, and the one in hand. */
  readonly #texts = new Map<string, string>();
  #text = '';

  read(chunk: Buffer): ClientMessage[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const found: ClientMessage[] = [];
    for (;;) {
      const head = this.#isFirst ? 0 : 1;
      if (this.#rest.length < head + 4) return found;
      const length = head + this.#rest.readInt32BE(head);
      if (this.#rest.length < length) return found;
      const bytes = this.#rest.subarray(0, length);
      found.push({ bytes, statement: this.#isFirst ? null : this.#statementIn(bytes) });
      this.#rest = this.#rest.subarray(length);
      this.#isFirst = false;
    }
  }

  #statementIn(bytes: Buffer): string | null {
    const type = String.fromCharCode(bytes[0] ?? 0);
    const [first = '', second = ''] = bytes.subarray(5).toString('utf8').split('\0');
    if (type === 'P') this.#texts.set(first, second);
    if (type === 'P') this.#text = second;
    if (type === 'B') this.#text = this.#texts.get(second) ?? this.#text;
    if (type === 'Q') return first;
    return type === 'S' ? this.#text : null;
  }
}

async function listening(
  server: Server | HttpServer,
  asked: readonly string[],
  cut: () => void,
): Promise<KillingProxy> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
