import { randomUUID } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saying } from '../../core/errors.js';
import { type BodyLimits, hasBody, mediaType, readBody } from './read-body.js';
import { Refusal } from './refusal.js';

/** Bytes below which a body is nobody's burden. */
const small = 64 * 1024;

interface RoomLimits {
  /** What may be in memory at once, at least one body or file. */
  readonly most: number;
  /** Milliseconds that one waits. */
  readonly patience: number;
}

/** Large bodies and files are let in one after the other: until there is room for one it waits on disk. */
export class Room {
  readonly #most: number;
  readonly #patience: number;
  readonly #waiting: { readonly size: number; readonly enter: () => void }[] = [];
  #taken = 0;

  constructor({ most, patience }: RoomLimits) {
    this.#most = most;
    this.#patience = patience;
  }

  /** Gives what is to be called when what came in is no longer in memory. */
  async enter(size: number): Promise<() => void> {
    if (this.#waiting.length > 0 || !this.#hasRoom(size)) await this.#wait(size);
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

  async #wait(size: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const mine = { size, enter };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(mine), 1);
        reject(new Refusal(503, saying('busy/bodies', {}), { headers: { 'Retry-After': '5' }, hangUp: true }));
      }, this.#patience);
      this.#waiting.push(mine);
    });
  }
}

/** A large JSON body, in memory. */
export interface HeldBody {
  /** Until it is parsed. */
  bytes: Buffer | undefined;
  /** Called when it is no longer in memory. */
  readonly leave: () => void;
}

/**
 * Takes in a large JSON body: on disk until all of it is there and there is room for it, as one that comes slowly would hold
 * the room against all others. null: it is no JSON, or small.
 */
export async function holdBody(room: Room, incoming: IncomingMessage, limits: BodyLimits): Promise<HeldBody | null> {
  const isLarge = Number(incoming.headers['content-length'] ?? limits.most) > small;
  if (mediaType(incoming) !== 'application/json' || !hasBody(incoming) || !isLarge) return null;
  const path = join(tmpdir(), `renos-sync-body-${randomUUID()}`);
  const file = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const piece of readBody(incoming, limits)) {
      await file.writeFile(piece);
      size += piece.length;
    }
    const leave = await room.enter(size);
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
