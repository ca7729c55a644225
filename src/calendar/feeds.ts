import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { type Database, within } from '../database/database';
import { Gate } from '../database/gate';
import { Span } from '../database/span';
import { giveTurn } from '../database/turn';
import type { Cursor } from '../kernel/read/cursor';
import { ExactCache } from '../kernel/read/exact-cache';
import { Reader } from '../kernel/read/reader';
import { isSlug } from '../kernel/intake/slugs';
import { ANONYMOUS } from '../kernel/declare/viewer';
import { SERVICE } from '../service';
import { echo } from '../value/invalid';
import { lookedFor } from '../value/language';
import { HOME_ZONE, instant } from '../value/timing';
import { toAtom } from './atom';
import type { Feed } from './calendar-event';
import { toCsv } from './csv';
import { toICalendar } from './ical';
import { toJsonLd } from './jsonld';
import { type Maker, makeAddress } from './maker';
import { PLACES } from './parameters';
import { MOST_EVENTS, readEvents } from './read';
import {
  type Asked,
  BadParameter,
  NotThere,
  dayInHelsinki,
  namesOf,
  readParameters,
  searchOf,
  selectionOf,
} from './selection';

/** The forms in which a selection of events can be had: the last part of the address, and how it is written. */
export const FORMS: Record<string, { type: string; write: (feed: Feed) => Iterable<string> }> = {
  'calendar.ics': { type: 'text/calendar; charset=utf-8', write: toICalendar },
  'events.jsonld': { type: 'application/ld+json; charset=utf-8', write: toJsonLd },
  'events.atom': { type: 'application/atom+xml; charset=utf-8', write: toAtom },
  'events.csv': { type: 'text/csv; charset=utf-8; header=present', write: toCsv },
};

/** What a feed is wanted of. */
export interface FeedRequest {
  form: keyof typeof FORMS;
  /** One of `PLACES`, and the slug of a record there. */
  place?: string;
  slug?: string;
  query: Record<string, string | string[] | undefined>;
  /** Where the service is reached, without a slash at the end. */
  base: string;
}

/** A feed as it is sent. */
export interface Sent {
  body: Buffer;
  /** A hash of the body: RFC 9110, section 8.8.3. */
  etag: string;
  /** When it may last have changed: with the data, or at the beginning of the day; null while that is less than a second ago. */
  modified: string | null;
}

/** What a feed costs, whatever it is of: its events, each with those who arrange it, themes, modules and a place. */
export const FEED_COST = 20 * MOST_EVENTS;

type Made = Omit<Sent, 'modified'>;

const MOST_BYTES = 64 * 1024 * 1024;

/** So many feeds wait until they are made. */
const MOST_WAITING = 20;

/** What everybody may see of events, as feeds; what has not changed is made once. */
export class Feeds {
  private readonly cache = new ExactCache<Made>(MOST_BYTES, ({ body }) => body.length + 200);

  private readonly making = new Map<string, Promise<Made>>();
  private readonly gate = new Gate(1, MOST_WAITING);
  private readonly makers = new ExactCache<Maker>(
    MOST_BYTES / 8,
    (each) => 2 * JSON.stringify(each).length,
  );

  constructor(
    private readonly database: Database,
    private readonly cursor: Cursor,
    private readonly at: {
      clock: () => Date;
      limits: { operationTime: number };
      eventUrl?: string;
    },
    private readonly schema: GraphQLSchema,
  ) {}

  /** What the form of the front page shows for what it was asked. */
  async maker(query: FeedRequest['query']): Promise<Maker> {
    const today = dayInHelsinki(this.at.clock());
    const key = JSON.stringify([query, today]);
    const cursor = String((await this.cursor.now()).seq);
    const found = this.makers.get(key, cursor);
    if (found) return found;
    const reader = new Reader(within(this.database, this.span()), ANONYMOUS);
    const made = await makeAddress(query, today, reader, this.schema);
    this.makers.set(key, cursor, made);
    return made;
  }

  /** The feed that is asked for; throws `BadParameter` where an address is wrong, `NotThere` where there is nothing at it. */
  async get(request: FeedRequest): Promise<Sent> {
    const asked = readParameters(request.query);
    const today = dayInHelsinki(this.at.clock());
    const { form, place, slug, base } = request;
    const key = JSON.stringify([form, place, slug, asked, base, today]);
    const last = await this.cursor.now();
    const cursor = String(last.seq);
    const modified = this.modified(last.publicAt, today);
    const found =
      this.cache.get(key, cursor) ?? (await this.make(key, cursor, { ...request, asked, today }));
    return { ...found, modified };
  }

  /** Makes a feed, one after the other; those who ask for the same at once get the same. */
  private make(
    key: string,
    cursor: string,
    wanted: FeedRequest & { asked: Asked; today: string },
  ): Promise<Made> {
    const name = `${cursor} ${key}`;
    let making = this.making.get(name);
    if (!making) {
      const span = this.span();
      making = this.gate
        .enter(span, async () => {
          const feed = await this.read(wanted, span);
          const body = await written(FORMS[wanted.form]!.write(feed));
          const hash = createHash('sha256').update(body).digest('base64url');
          const made = { body, etag: `"${hash.slice(0, 27)}"` };
          this.cache.set(key, cursor, made);
          return made;
        })
        .finally(() => this.making.delete(name));
      this.making.set(name, making);
    }
    return making;
  }

  /** What is made serves all who ask for it: it does not end where one of them goes. */
  private span(): Span {
    return new Span(this.at.limits.operationTime);
  }

  /** Dates are by the second: within it, another change would have the same. */
  private modified(changed: string | null, today: string): string | null {
    const at = [changed ?? '', instant(today, HOME_ZONE)].sort().at(-1)!;
    return this.at.clock().getTime() - Date.parse(at) > 1000 ? at : null;
  }

  private async read(
    { form, place, slug, asked, today, base }: FeedRequest & { asked: Asked; today: string },
    span: Span,
  ): Promise<Feed> {
    const reader = new Reader(within(this.database, span), ANONYMOUS);
    const language = asked.lang?.[0] ?? 'fi';
    const names = await this.names(place, slug, asked, reader, language);
    const wanted = place ? { ...asked, ...ofPlace(place, slug!, asked) } : asked;
    const isExpanded = asked.expand !== undefined;
    const wholeSeries = form === 'calendar.ics' && !asked.start && !asked.end && !isExpanded;
    const found = await readEvents(reader, selectionOf(wanted, today), language, { wholeSeries });
    const { eventUrl } = this.at;
    const events = found.map((each) => ({
      ...each,
      page: eventUrl?.replaceAll('{slug}', each.slug),
    }));
    const title =
      lookedFor(language)
        .map((each) => TITLES[each])
        .find(Boolean) ?? TITLES.fi!;
    return {
      name: names.length > 0 ? `${title}: ${names.join(', ')}` : title,
      description: title,
      address: addressOf(base, form, place, slug, asked),
      home: `${base}/`,
      language,
      licence: SERVICE.licence,
      attribution: SERVICE.attribution,
      updatedAt: events.map((each) => each.updatedAt).reduce(latest, null),
      isExpanded,
      events,
    };
  }

  private async names(
    place: string | undefined,
    slug: string | undefined,
    asked: Asked,
    reader: Reader,
    language: string,
  ): Promise<string[]> {
    const own: Asked = place ? { [nameOfPlace(place)]: [slug!] } : {};
    if (slug && !isSlug(slug))
      throw new NotThere(nameOfPlace(place!), `There is no ${echo(slug)}.`);
    const first = await namesOf(own, reader, language);
    try {
      return [...first, ...(await namesOf(asked, reader, language))];
    } catch (error) {
      if (error instanceof NotThere) throw new BadParameter(error.parameter, error.wanted);
      throw error;
    }
  }
}

/** What a form writes piece by piece, with turns for all else between. */
async function written(pieces: Iterable<string>): Promise<Buffer> {
  const all: string[] = [];
  for (const each of pieces) {
    all.push(each);
    await giveTurn();
  }
  return Buffer.from(all.join(''));
}

/** The parameter that a place in an address stands for. */
const nameOfPlace = (place: string) => PLACES[place as keyof typeof PLACES];

function ofPlace(place: string, slug: string, asked: Asked): Asked {
  const name = nameOfPlace(place);
  if (asked[name]) throw new BadParameter(name, `The address names one already: ${slug}.`);
  return { [name]: [slug] };
}

const latest = (a: string | null, b: string) => (a === null || b > a ? b : a);

/** The address of a feed, the same for the same wishes. */
export function addressOf(
  base: string,
  form: string,
  place: string | undefined,
  slug: string | undefined,
  asked: Asked,
): string {
  const search = searchOf(asked);
  const path = place ? `/${place}/${encodeURIComponent(slug!)}/${form}` : `/${form}`;
  return `${base}${path}${search ? `?${search}` : ''}`;
}

const TITLES: Record<string, string> = {
  fi: 'Kirjastojen koulutukset ja tapahtumat',
  sv: 'Bibliotekens utbildningar och evenemang',
  en: 'Trainings and events of libraries',
};
