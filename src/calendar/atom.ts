import { EventStatus } from '../event/event.entity';
import { labelOf } from '../value/timing-label';
import type { CalendarEvent, Feed } from './calendar-event';
import { urnOf } from './jsonld';
import { type Words, whereOf, wordsOf } from './words';

/** When a feed was changed that has no data yet. */
const NEVER = '1970-01-01T00:00:00Z';

/** A feed as Atom (RFC 4287), its licence linked as in RFC 4946. Characters that XML 1.0 cannot hold are dropped. */
export function* toAtom(feed: Feed): Generator<string> {
  const { licence, attribution, language } = feed;
  const written = (lines: readonly string[]) => `${lines.join('\n')}\n`;
  yield written([
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escape(language)}">`,
    element('id', {}, feed.address),
    element('title', {}, feed.name),
    element('subtitle', {}, feed.description),
    element('updated', {}, feed.updatedAt ?? NEVER),
    element('link', { rel: 'self', type: 'application/atom+xml', href: feed.address }),
    element('link', { rel: 'alternate', href: feed.home }),
    element('link', { rel: 'license', href: licence.url }),
    element('rights', {}, `${licence.name} (${licence.url}). ${attribution}`),
    person({ name: attribution, url: null }),
    element('generator', {}, 'Luotsi'),
  ]);
  for (const event of feed.events) yield written(entryOf(event, language));
  yield written(['</feed>']);
}

function entryOf(event: CalendarEvent, language: string): string[] {
  const words = wordsOf(language);
  const other = event.titleLanguage === language ? null : event.titleLanguage;
  const related = (title: string, href: string | null) =>
    href === null ? [] : [element('link', { rel: 'related', title, href })];
  const category = (kind: string) => (term: string) =>
    element('category', { term, scheme: `urn:luotsi:${kind}` });
  return [
    '<entry>',
    element('id', {}, urnOf(event)),
    element('title', { 'xml:lang': other }, event.title),
    element('updated', {}, event.updatedAt),
    element('published', {}, event.createdAt),
    ...event.organisers.map(person),
    ...event.themes.map(category('theme')),
    ...event.modules.map(category('module')),
    ...(event.page ? [element('link', { rel: 'alternate', href: event.page })] : []),
    ...related(words.takePart, event.url),
    ...related(words.register, event.registrationUrl),
    ...related(words.recording, event.recordingUrl),
    element('content', { type: 'text' }, contentOf(event, words, language)),
    '</entry>',
  ];
}

const person = ({ name, url }: { name: string; url: string | null }) =>
  `<author>${element('name', {}, name)}${url === null ? '' : element('uri', {}, url)}</author>`;

/** Whether it is held as it was to be, when, where, and what happens there: a line each. */
function contentOf(event: CalendarEvent, words: Words, language: string): string {
  const { status, timing, previousTiming, summary } = event;
  const before = labelOf(previousTiming, [language]);
  const state = {
    [EventStatus.CANCELLED]: words.cancelled,
    [EventStatus.RESCHEDULED]: before ? `${words.moved} (${words.before}: ${before})` : words.moved,
  } as Partial<Record<EventStatus, string>>;
  const where = whereOf(event, words);
  const lines = [
    state[status],
    `${words.when}: ${labelOf(timing, [language]) ?? words.unknown}`,
    where && `${words.where}: ${where}`,
    summary,
  ];
  return lines.filter(Boolean).join('\n');
}

function element(name: string, attributes: Record<string, string | null>, text?: string): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}="${escape(value)}"`],
  );
  const open = `<${name}${given.join('')}`;
  return text === undefined ? `${open}/>` : `${open}>${escape(text)}</${name}>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (each) => ENTITIES[each]!);
}
