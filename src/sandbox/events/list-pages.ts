import { randomBytes } from 'node:crypto';
import { invalid } from '../http/api-error.js';

const kept = 500;

interface Listing<T> {
  readonly key: string;
  readonly records: readonly T[];
  /** The change number the listing is complete up to. */
  readonly seq: number;
}

/** One page of a listing, and the start of the next one. */
export interface Page<T> {
  readonly records: readonly T[];
  readonly nextPageToken: string | undefined;
  readonly seq: number;
}

/** Listings in progress: all pages show the state at the time of the first. The latest 500 are kept. */
export class ListPages<T> {
  private readonly listings = new Map<string, Listing<T>>();

  /** The first page of a new listing. */
  begin(listing: Listing<T>, size: number): Page<T> {
    if (listing.records.length <= size) return { ...listing, nextPageToken: undefined };
    const id = randomBytes(9).toString('base64url');
    this.listings.set(id, listing);
    const oldest = this.listings.keys().next().value;
    if (this.listings.size > kept && oldest !== undefined) this.listings.delete(oldest);
    return this.cut(id, listing, 0, size);
  }

  /** The page of a token. Throws a 400 for an unknown token or another query. */
  resume(pageToken: string, key: string, size: number): Page<T> {
    const [id = '', start = ''] = pageToken.split('.');
    const listing = this.listings.get(id);
    if (listing === undefined || !/^\d+$/.test(start)) throw invalid('Invalid page token value.', 'pageToken');
    if (listing.key !== key) throw invalid('The page token belongs to another query.', 'pageToken');
    return this.cut(id, listing, Number(start), size);
  }

  private cut(id: string, listing: Listing<T>, start: number, size: number): Page<T> {
    const end = start + size;
    const nextPageToken = end < listing.records.length ? `${id}.${end}` : undefined;
    return { records: listing.records.slice(start, end), nextPageToken, seq: listing.seq };
  }
}
