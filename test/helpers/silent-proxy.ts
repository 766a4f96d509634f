import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a server, and loses what it is to pass on, without a word: no connection is closed or reset. */
export interface SilentProxy {
  /** An address of the server, through the proxy. */
  through(address: string): string;
  /** From now on whatever connections are open lose what goes that way, or both; others are passed on. */
  lose(way: 'to the server' | 'from the server' | 'both'): void;
  /** Loses everything both ways from the first piece on that holds this, on the connection where it comes, and once. */
  loseFrom(word: string): void;
  /** From now on new connections are taken, and nothing of them is passed on. */
  takeNothingOn(): void;
  /** From now on no new connections are taken. */
  stopListening(): void;
  /** How many connections were opened so far. */
  opened(): number;
  close(): Promise<void>;
}

export async function startSilentProxy(server: string): Promise<SilentProxy> {
  const { hostname, port } = new URL(server);
  const pairs: { readonly near: Socket; readonly far: Socket }[] = [];
  let isDeaf = false;
  let fatal: string | null = null;
  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname);
    const pair = { near, far };
    pairs.push(pair);
    near.on('error', () => {}).on('close', () => far.destroy());
    far.on('error', () => {}).on('close', () => near.destroy());
    near.on('data', (bytes) => {
      const isFatal = fatal !== null && bytes.includes(fatal);
      if (!isFatal) return void far.write(bytes);
      fatal = null;
      silence(near, far);
    });
    far.on('data', (bytes) => near.write(bytes));
    if (isDeaf) silence(near, far);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const own = (proxy.address() as AddressInfo).port;
  const isClosed = once(proxy, 'close');
  return {
    through: (address) => {
      const url = new URL(address);
      [url.hostname, url.port] = ['127.0.0.1', String(own)];
      url.searchParams.set('sslmode', 'disable');
      return url.href;
    },
    lose: (way) => {
      for (const { near, far } of pairs) {
        if (way !== 'from the server') silence(near);
        if (way !== 'to the server') silence(far);
      }
    },
    loseFrom: (word) => {
      fatal = word;
    },
    takeNothingOn: () => {
      isDeaf = true;
    },
    stopListening: () => void proxy.close(),
    opened: () => pairs.length,
    close: async () => {
      proxy.close();
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.destroy();
      await isClosed;
    },
  };
}

/** What comes in there is read, and lost. */
function silence(...sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.removeAllListeners('data').on('data', () => {});
}
