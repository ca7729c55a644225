import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Cursor } from '../kernel/read/cursor';
import { ExactCache } from '../kernel/read/exact-cache';
import { preferredLanguages } from '../value/language';
import { isByAddress } from './accept';
import type { LeanAnswer } from './lean';

/** A whole answer to a query, as it is sent again and again. */
export interface Answer extends LeanAnswer {
  /** A hash of the body (RFC 9110, section 8.8.3), for GET. */
  etag: string | null;
}

/** Where an answer is to be kept: what was asked, and where the data stood before it was read. */
export interface Place {
  key: string;
  cursor: string;
  /** It was asked for by GET, of which caches want a tag. */
  tagged: boolean;
}

/**
 * The answers to queries without a key. Each is good as long as nothing has changed anywhere: whatever is written, by
 * whichever instance, the next query finds.
 */
export class Answers {
  private readonly cache: ExactCache<Answer>;

  /** Keeps answers of so many bytes, those that are sent compressed counting twice. */
  constructor(
    private readonly cursor: Pick<Cursor, 'now'>,
    private readonly bytes: number,
  ) {
    this.cache = new ExactCache(bytes, ({ body }) => 2 * body.length + 500);
  }

  /** Where the answer to a request belongs; null where it is not for everybody, or where the data stands cannot be told. */
  async placeOf(request: FastifyRequest): Promise<Place | null> {
    const { method, headers, body, url } = request;
    if (headers.authorization !== undefined || this.bytes === 0) return null;
    try {
      const { seq } = await this.cursor.now();
      const languages = preferredLanguages(headers['accept-language']);
      const tagged = isByAddress(method);
      const asked = tagged ? url : body;
      const key = JSON.stringify([
        tagged,
        headers['content-type'],
        headers.accept,
        languages,
        asked,
      ]);
      return { key, cursor: String(seq), tagged };
    } catch {
      return null; // the query itself says what is wrong
    }
  }

  find({ key, cursor }: Place): Answer | undefined {
    return this.cache.get(key, cursor);
  }

  /** Keeps the answer to a query that went well; gives it as it is kept. */
  keep({ key, cursor, tagged }: Place, answer: LeanAnswer): Answer {
    const kept = { ...answer, etag: tagged ? tagOf(answer.body) : null };
    this.cache.set(key, cursor, kept);
    return kept;
  }
}

const tagOf = (body: Buffer) =>
  `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
