import { randomUUID } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFailure } from '../../app/explain-failure.js';
import { saying } from '../../core/errors.js';
import { type BodyLimits, hasBody, mediaType, readBody } from './read-body.js';
import { Refusal } from './refusal.js';

/** A body with fewer bytes needs no room. */
const small = 64 * 1024;

interface RoomLimits {
  /** The most that may be inside at once, but at least one body, file or piece of work. */
  readonly most: number;
  /** Milliseconds of waiting; null: until there is room. */
  readonly patience: number | null;
}

/** Admits bodies and files that fit, and the others in order: until there is room, a large body or file waits on disk. */
export class Room {
  readonly #most: number;
  readonly #patience: number | null;
  readonly #waiting: { readonly size: number; readonly enter: () => void }[] = [];
  #taken = 0;

  constructor({ most, patience }: RoomLimits) {
    this.#most = most;
    this.#patience = patience;
  }

  /** Returns a function that leaves the room. Throws the reason of `gone` as soon as that is aborted. */
  async enter(size: number, gone?: AbortSignal): Promise<() => void> {
    gone?.throwIfAborted();
    if (this.#waiting.length > 0 || !this.#hasRoom(size)) await this.#wait(size, gone);
    else this.#taken += size;
    let isHeld = true;
    return () => {
      if (isHeld) this.#taken -= size;
      isHeld = false;
      this.#letIn();
    };
  }

  #hasRoom(size: number): boolean {
    return this.#taken === 0 || this.#taken + size <= this.#most;
  }

  #letIn(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#hasRoom(next.size); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#taken += next.size;
      next.enter();
    }
  }

  #wait(size: number, gone: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        gone?.removeEventListener('abort', hangUp);
      };
      const enter = () => {
        end();
        resolve();
      };
      const giveUp = (reason: unknown) => {
        end();
        this.#waiting.splice(this.#waiting.indexOf(mine), 1);
        reject(reason);
        // The next one may be smaller, and fit.
        this.#letIn();
      };
      const mine = { size, enter };
      const hangUp = () => giveUp(gone?.reason);
      const timer = this.#patience === null ? undefined : setTimeout(() => giveUp(full()), this.#patience);
      gone?.addEventListener('abort', hangUp);
      this.#waiting.push(mine);
    });
  }
}

function full(): Refusal {
  return new Refusal(503, saying('busy/bodies', {}), { headers: { 'Retry-After': '5' }, hangUp: true });
}

/** A large JSON body, in memory. */
export interface HeldBody {
  /** Until it is parsed. */
  bytes: Buffer | undefined;
  /** Called when it is no longer in memory. */
  readonly leave: () => void;
}

/**
 * Receives a large JSON body: it is stored on disk until it is complete and there is room for it, because a slow one
 * would keep the room from all others. null: it is not JSON, or small.
 */
export async function holdBody(incoming: IncomingMessage, holding: Holding): Promise<HeldBody | null> {
  const isLarge = Number(incoming.headers['content-length'] ?? holding.limits.most) > small;
  if (mediaType(incoming) !== 'application/json' || !hasBody(incoming) || !isLarge) return null;
  return hold(incoming, holding).catch(temporaryFailure);
}

interface Holding {
  readonly room: Room;
  readonly limits: BodyLimits;
  readonly gone: () => AbortSignal;
}

async function hold(incoming: IncomingMessage, { room, limits, gone }: Holding): Promise<HeldBody> {
  const path = join(tmpdir(), `renos-sync-body-${randomUUID()}`);
  const file = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const piece of readBody(incoming, limits)) {
      await file.writeFile(piece);
      size += piece.length;
    }
    const leave = await room.enter(size, gone());
    try {
      return { bytes: await readFile(path), leave };
    } catch (error) {
      leave();
      throw error;
    }
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
