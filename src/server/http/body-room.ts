import type { IncomingMessage } from 'node:http';
import { saying } from '../../core/errors.js';
import { mediaType } from './read-body.js';
import { Refusal } from './refusal.js';

/** Bytes below which a body is nobody's burden. */
const small = 64 * 1024;

/** Large bodies are let in one after the other: until there is room for one it waits where it is, with its client. */
export class BodyRoom {
  readonly #most: number;
  readonly #patience: number;
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = [];
  #taken = 0;

  /** `most` bytes in memory at once, at least one body; milliseconds that one waits. */
  constructor({ most, patience }: { readonly most: number; readonly patience: number }) {
    this.#most = most;
    this.#patience = patience;
  }

  /** Gives what is to be called when a request's JSON is no longer in memory. `largest`: of a body that does not say its size. */
  async take(incoming: IncomingMessage, largest: number): Promise<() => void> {
    const bytes = Math.min(Number(incoming.headers['content-length'] ?? largest), largest);
    if (mediaType(incoming) !== 'application/json' || bytes <= small) return () => {};
    if (this.#waiting.length > 0 || !this.#hasRoom(bytes)) await this.#wait(bytes);
    else this.#taken += bytes;
    let isHeld = true;
    return () => {
      if (isHeld) this.#taken -= bytes;
      isHeld = false;
      this.#letIn();
    };
  }

  #hasRoom(bytes: number): boolean {
    return this.#taken === 0 || this.#taken + bytes <= this.#most;
  }

  #letIn(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#hasRoom(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#taken += next.bytes;
      next.enter();
    }
  }

  async #wait(bytes: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const mine = { bytes, enter };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(mine), 1);
        reject(new Refusal(503, saying('busy/bodies', {}), { headers: { 'Retry-After': '5' }, hangUp: true }));
      }, this.#patience);
      this.#waiting.push(mine);
    });
  }
}
