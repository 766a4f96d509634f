import type { IncomingMessage } from 'node:http';
import { saying } from '../../core/errors.js';
import { mediaType } from './read-body.js';
import { Refusal } from './refusal.js';

/** Bytes below which a body is nobody's burden. */
const small = 64 * 1024;

interface RoomLimits {
  /** What may be in memory at once, at least one body or file. */
  readonly most: number;
  /** Milliseconds that one waits. */
  readonly patience: number;
}

/** Large bodies and files are let in one after the other: until there is room for one it waits where it is, with its client or on disk. */
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

/** `enter` for a request's JSON. `largest`: bytes of a body that does not say its size. */
export async function enterWithBody(room: Room, incoming: IncomingMessage, largest: number): Promise<() => void> {
  const bytes = Math.min(Number(incoming.headers['content-length'] ?? largest), largest);
  return mediaType(incoming) !== 'application/json' || bytes <= small ? () => {} : room.enter(bytes);
}
